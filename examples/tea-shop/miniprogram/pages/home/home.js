const http = require('../../services/http.js')
const platform = require('../../services/platform.js')
const QQMapWX = require('../../libs/qqmap-wx-jssdk.js')
const { MAP_KEY } = require('../../config.js')

const map = new QQMapWX({ key: MAP_KEY })

Page({
  data: { goods: [], store: null, keyword: '' },

  onLoad() {
    http.get('/goods').then((goods) => this.setData({ goods }))
  },

  onFindStore() {
    platform.locate({ type: 'gcj02' }).then(({ latitude, longitude }) => {
      map.reverseGeocoder({
        location: { latitude, longitude },
        success: (answer) => {
          getApp().globalData.city = answer.result.address
        },
      })
      http.get('/stores/nearest', { latitude, longitude }).then((store) => this.setData({ store }))
    })
  },

  onSearch(event) {
    http.get('/goods', { keyword: event.detail.value }).then((goods) => this.setData({ goods }))
  },

  onOpen(event) {
    wx.navigateTo({ url: `/pages/goods/goods?id=${event.currentTarget.dataset.id}` })
  },
})
