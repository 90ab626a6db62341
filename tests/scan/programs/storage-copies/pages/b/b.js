Page({
  // What another page put into its copy is not in this one.
  show() {
    wx.request({ url: "https://api.shop.cn/show", data: wx.getStorageSync("account") }); // @sink nickname network api.shop.cn/show
  },
});
