const http = require('../../../services/http.js')

Page({
  onSubmit(event) {
    http.post('/invoices', event.detail.value)
  },
})
