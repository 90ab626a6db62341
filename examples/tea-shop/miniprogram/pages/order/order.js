const http = require('../../services/http.js')
const platform = require('../../services/platform.js')

Page({
  data: { receiver: '', phone: '', address: '', remark: '' },

  onImportAddress() {
    platform.pickAddress().then((chosen) => {
      this.setData({
        receiver: chosen.userName,
        phone: chosen.telNumber,
        address: chosen.provinceName + chosen.cityName + chosen.countyName + chosen.detailInfo,
      })
    })
  },

  onReceiver(event) {
    this.setData({ receiver: event.detail.value })
  },

  onPhone(event) {
    this.setData({ phone: event.detail.value })
  },

  onSubmit() {
    const { receiver, phone, address, remark } = this.data
    wx.cloud
      .callFunction({ name: 'placeOrder', data: { receiver, phone, address, remark } })
      .then(({ result }) => http.post('/orders/pay', { order: result.order }))
      .then((bill) => wx.requestPayment({ ...bill }))
      .then(() => wx.requestSubscribeMessage({ tmplIds: ['ORDER_SHIPPED'] }))
  },
})
