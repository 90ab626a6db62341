Page({
  data: { password: "" },
  onNickname(e) {
    wx.setStorageSync("account", { nickname: e.detail.value }); // @sink nickname storage account
  },
  change() {
    const account = wx.getStorageSync("account");
    account.password = this.data.password;
    wx.request({ url: "https://api.shop.cn/password", data: account }); // @host api.shop.cn; @sink nickname network api.shop.cn/password; @sink password network api.shop.cn/password
  },
});
