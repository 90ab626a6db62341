import axios from "axios";
import adapter from "./adapter";
const http = axios.create({ baseURL: "https://api.shop.cn/v1", adapter }); // @host api.shop.cn
const other = axios.create({ baseURL: "https://stat.shop.cn" }); // @host stat.shop.cn
http.interceptors.request.use(function (config) {
  wx.login({ // @use wx.login; @source code
    success(res) {
      config.data.code = res.code;
    },
  });
  return config;
});
export const post = (url, data) => http.post(url, data); // @sink phone network api.shop.cn/v1/user; @sink code network api.shop.cn/v1/user
export const login = (data) => http({ url: "/login", method: "POST", data }); // @sink code network api.shop.cn/v1/login
export const count = (remark) => other.get("/count", { params: { remark } }); // @sink remark network stat.shop.cn/count
