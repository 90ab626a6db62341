const { API } = require('../config.js')

function send(method, path, data) {
  return new Promise((resolve, reject) => {
    wx.request({
      url: API + path,
      method,
      data,
      header: { authorization: wx.getStorageSync('token') },
      success: (answer) => resolve(answer.data),
      fail: reject,
    })
  })
}

module.exports = {
  get: (path, data) => send('GET', path, data),
  post: (path, data) => send('POST', path, data),
}
