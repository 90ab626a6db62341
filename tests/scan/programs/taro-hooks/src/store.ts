import { createAsyncThunk } from "@reduxjs/toolkit";
import Taro from "@tarojs/taro";

export const login = createAsyncThunk("user/login", async (form: { phone: string }) => {
  await Taro.request({ url: "https://a.example.com/login", data: form }); // @host a.example.com; @sink phone network a.example.com/login
});
