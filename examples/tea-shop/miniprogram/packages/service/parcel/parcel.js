const logistics = requirePlugin('logisticsPlugin')
const http = require('../../../services/http.js')

Page({
  onLoad({ order }) {
    http.get('/orders/waybill', { order }).then(({ waybillToken }) => logistics.openWaybillTracking({ waybillToken }))
  },
})
