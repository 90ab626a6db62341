const http = require('../../services/http.js')

Page({
  data: { lines: [] },

  onShow() {
    http.get('/cart').then((lines) => this.setData({ lines }))
  },

  onCheckout() {
    wx.navigateTo({ url: '/pages/order/order' })
  },
})
