const { getLocation, ...others } = wx;
const alias = wx;
const METHOD = "chooseImage";
const promisify = (api) => (options) => new Promise((resolve, reject) => api({ ...options, success: resolve, fail: reject }));

Page({
  go() {
    getLocation({}); // @use wx.getLocation
    others.chooseAddress({}); // @use wx.chooseAddress
    alias?.login?.({}); // @use wx.login
    wx[METHOD]({}); // @use wx.chooseImage
    promisify(wx.getClipboardData)(); // @use wx.getClipboardData
    wx.getWeRunData.call(wx, {}); // @use wx.getWeRunData
    this.getUserProfile();
    if (wx.getUserProfile) this.shown = true;
    console.log("wx.scanCode");
  },
  getUserProfile() {},
  never() {
    wx.chooseInvoiceTitle({}); // @use wx.chooseInvoiceTitle dead
  },
});
