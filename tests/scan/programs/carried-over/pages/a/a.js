Page({
  send() {
    wx.login({ // @use wx.login; @source code
      success: (res) => wx.request({ url: "https://api.example.org/login", data: { code: res.code } }), // @host api.example.org; @sink code network api.example.org/login
    });
    tt.getLocation({ // @use tt.getLocation; @source place
      success: (res) => tt.request({ url: "https://api.example.org/place", data: res }), // @sink place network api.example.org/place
    });
  },
});
