const { post } = require("../../http.js");

Page({
  onLoad() {
    const options = { type: "gcj02" };
    options.success = (place) => post("/later", { x: place.latitude });
    wx.getLocation(options); // @use wx.getLocation; @source later
  },
  onTap() {
    wx.getLocation({ // @use wx.getLocation; @source shared
      type: "wgs84",
      ...this.common(),
    });
  },
  common() {
    return { success: (place) => post("/shared", place) };
  },
  async onShow() {
    const { code } = await wx.login(); // @use wx.login; @source code
    await post("/login", { code });
  },
});
