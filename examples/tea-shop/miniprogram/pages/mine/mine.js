Page({
  data: { customer: null },

  onShow() {
    this.setData({ customer: getApp().globalData.customer })
  },

  onGo(event) {
    wx.navigateTo({ url: event.currentTarget.dataset.url })
  },
})
