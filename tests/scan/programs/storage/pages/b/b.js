Page({
  onLoad() {
    const phone = wx.getStorageSync("my_phone");
    wx.request({ url: "https://api.example.org/phone", data: { phone } }); // @host api.example.org; @sink phone network api.example.org/phone
    wx.getStorage({
      key: "name",
      success: (kept) => wx.request({ url: "https://api.example.org/name", data: kept.data }), // @sink name network api.example.org/name
    });
    wx.request({ url: "https://api.example.org/other", data: wx.getStorageSync("theme") });
  },
});
