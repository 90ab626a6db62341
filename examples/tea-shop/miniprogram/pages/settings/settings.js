const http = require('../../services/http.js')

Page({
  data: { marketing: false },

  onMarketing(event) {
    http.post('/customer/marketing', { allow: event.detail.value })
  },

  onDelete() {
    wx.showModal({
      title: '注销账号',
      content: '注销后将删除您的个人信息，依法须保存的除外。',
      success: ({ confirm }) => confirm && http.post('/customer/cancel'),
    })
  },
})
