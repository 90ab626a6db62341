module.exports = {
  privacyNodes: [
    { name: 'h1', children: [{ type: 'text', text: '青禾书店隐私政策' }] },
    { name: 'h2', attrs: { style: 'font-size:18px' }, children: [{ type: 'text', text: '一、收集的信息' }] },
    { name: 'p', children: [
      { type: 'text', text: '我们收集您的' },
      { name: 'strong', children: [{ type: 'text', text: '手机号码' }] },
      { type: 'text', text: '，用于登录和送货。您拒绝提供的，仍然可以浏览商品，但不能下单购买。' },
    ] },
    { name: 'h2', children: [{ type: 'text', text: '二、您的权利' }] },
    { name: 'ul', children: [
      { name: 'li', children: [{ type: 'text', text: '查看和更正：“我的—资料”；' }] },
      { name: 'li', children: [{ type: 'text', text: '注销账号：“我的—设置—注销”，十五日内完成，完成后个人信息会被删除或者匿名化处理。' }] },
    ] },
    { name: 'p', children: [{ type: 'text', text: '对处理结果不满意的，可以向网信部门投诉，也可以向人民法院提起诉讼。' }] },
  ],
};
