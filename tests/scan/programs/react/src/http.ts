import Taro from "@tarojs/taro";
const BASE = "https://api.example.org"; // @host api.example.org
export const post = (path: string, data: object) =>
  Taro.request({ url: `${BASE}${path}`, method: "POST", data }); // @sink code network api.example.org/code; @sink device network api.example.org/device; @sink phone network api.example.org/submit; @sink name network api.example.org/submit; @sink place network api.example.org/place; @sink mail network api.example.org/mail
