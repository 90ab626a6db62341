Page({
  onPhone(e) {
    my.setStorageSync({ key: "phone", data: e.detail.value }); // @sink phone storage phone
  },
  send() {
    const kept = my.getStorageSync({ key: "phone" });
    my.request({ url: "https://api.example.org/phone", data: { phone: kept.data } }); // @host api.example.org; @sink phone network api.example.org/phone
    my.getAuthCode({ // @use my.getAuthCode; @source code
      scopes: "auth_base",
      success: ({ authCode }) => my.request({ url: "https://api.example.org/login", data: { authCode } }), // @sink code network api.example.org/login
    });
  },
});
