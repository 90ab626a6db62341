const http = require('./http.js')

function signIn() {
  return new Promise((resolve, reject) => {
    wx.login({ success: ({ code }) => resolve(code), fail: reject })
  })
    .then((code) => http.post('/session', { code }))
    .then((session) => {
      wx.setStorageSync('token', session.token)
      return session.customer
    })
}

const bindPhone = (code) => http.post('/customer/phone', { code })
const saveProfile = (profile) => http.post('/customer/profile', profile)

module.exports = { signIn, bindPhone, saveProfile }
