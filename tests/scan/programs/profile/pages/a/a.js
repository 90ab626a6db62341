const app = getApp();
Page({
  profile() {
    wx.getUserProfile({ // @use wx.getUserProfile; @source profile
      desc: "显示",
      success(res) {
        app.globalData.userInfo = res.userInfo; // @sink profile page userInfo
      },
    });
    wx.request({
      url: "https://api.shop.cn/me", // @host api.shop.cn
      success(res) {
        Object.assign(app.globalData.userInfo, res.data);
      },
    });
  },
  // What the server added to the profile is no part of it.
  like() {
    wx.request({ url: "https://api.shop.cn/like", data: { who: app.globalData.userInfo.userID } });
  },
  show() {
    wx.request({ url: "https://api.shop.cn/show", data: { name: app.globalData.userInfo.nickName } }); // @sink profile network api.shop.cn/show
  },
});
