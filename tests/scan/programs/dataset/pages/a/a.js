Page({
  data: { nickname: "", friends: [] },
  onInput(e) {
    this.setData({ [`${e.currentTarget.dataset.key}`]: e.detail.value });
  },
  keep(e) {
    const { key, value } = e.currentTarget.dataset;
    getApp().globalData.user[`${key}`] = value;
  },
  friends() {
    wx.chooseContact({ // @use wx.chooseContact; @source friend
      success: (res) => this.setData({ friends: [{ phone: res.phoneNumber }] }),
    });
  },
  invite(e) {
    wx.request({ url: "https://api.shop.cn/invite", data: { to: e.currentTarget.dataset.friendPhone } }); // @host api.shop.cn; @sink friend network api.shop.cn/invite
  },
});
