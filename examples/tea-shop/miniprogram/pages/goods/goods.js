const http = require('../../services/http.js')

Page({
  data: { goods: null },

  onLoad({ id }) {
    http.get(`/goods/${id}`).then((goods) => this.setData({ goods }))
  },

  onAdd() {
    http.post('/cart', { goods: this.data.goods.id, count: 1 }).then(() => wx.showToast({ title: '已加入购物车' }))
  },
})
