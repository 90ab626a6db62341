// How an axios that knows no browser asks the platform.
export default function adapter(config) {
  return new Promise((resolve) => {
    wx.request({ url: config.baseURL + config.url, data: config.data, success: resolve }); // @sink phone network api.shop.cn/v1/user; @sink code network api.shop.cn/v1/login; @sink code network api.shop.cn/v1/user
  });
}
