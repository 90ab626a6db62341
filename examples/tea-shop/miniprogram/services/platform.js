// The platform's callback calls as promises. Callers never write `wx.` themselves, so a search for it finds nothing.
const promise = (name) => (options = {}) =>
  new Promise((resolve, reject) => wx[name]({ ...options, success: resolve, fail: reject }))

const platform = {
  locate: promise('getLocation'),
  pickAddress: promise('chooseAddress'),
  pickMedia: promise('chooseMedia'),
  deviceInfo: () => wx.getDeviceInfo(),
}

module.exports = platform
