const app = getApp();
Page({
  data: { cities: ["北京", "上海"], goods: {} },
  onLoad() {
    wx.request({
      url: "https://api.example.org/user", // @host api.example.org
      success: (res) => { // @source phone; @source avatar
        app.globalData.phone = res.data.phone; // @sink phone page phone
        wx.setStorageSync("avatar", res.data.avatarUrl); // @sink avatar storage avatar
        wx.setStorageSync("goods", res.data.goodsName);
        this.setData({ goods: res.data.goods });
      },
    });
  },
  onCity(e) {
    const city = this.data.cities[e.detail.value];
    wx.setStorageSync("city", city); // @sink city storage city
  },
});
