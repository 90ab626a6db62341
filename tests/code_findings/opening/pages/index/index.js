const place = require('../../place/place.js');
Page({
  onLoad() {
    wx.startRecord(); // QY1001: the first page's onLoad
    wx.getSetting({ success: (r) => { if (r.authSetting['scope.userLocation']) place.later(); } });
    wx.requirePrivacyAuthorize({ success: () => { wx.getClipboardData(); } });
    this.remind();
  },
  onShow() {
    if (!wx.getStorageSync('agreed')) return;
    place.later();
  },
  async remind() {
    await this.askConsent();
    wx.startAccelerometer();
    wx.chooseImage();
  },
  askConsent() { return new Promise((done) => wx.showModal({ success: done })); },
  onTap() { wx.scanCode(); wx.chooseMedia(); },
});
