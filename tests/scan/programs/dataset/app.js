App({ globalData: { user: {} } }); // @sink nickname page user
