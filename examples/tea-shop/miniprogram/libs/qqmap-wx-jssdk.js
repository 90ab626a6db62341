// Stand-in for Tencent's map SDK, written for this example: same file name, same calls. Put the vendor's file here in a real shop.
class QQMapWX {
  constructor(options) {
    this.key = options.key
  }

  reverseGeocoder({ location, success, fail }) {
    wx.request({
      url: 'https://apis.map.qq.com/ws/geocoder/v1/',
      data: { location: `${location.latitude},${location.longitude}`, key: this.key },
      success: (answer) => success(answer.data),
      fail,
    })
  }
}

module.exports = QQMapWX
