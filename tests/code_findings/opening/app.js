const place = require('./place/place.js');
App({
  onLaunch() {
    place.now();
    wx.getSystemInfoSync(); // not guarded by the platform: no finding
  },
});
