App({ globalData: { userInfo: {} } });
