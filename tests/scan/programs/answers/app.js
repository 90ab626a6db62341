App({ globalData: { phone: "" } });
