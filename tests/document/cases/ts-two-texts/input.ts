// 协议页面：?type=privacy 时显示隐私政策。
import { request } from './http';
const PLACEHOLDER = '不显示';
Page({
  data: { pageTitle: '用户服务协议', sections: [] as Array<{ title: string; body: string }> },
  onLoad(options) {
    wx.showToast({ title: '正在加载用户协议，请稍候' });
    console.log('调试信息不是协议的一部分');
    if (options.type === 'privacy') this.loadPrivacyPolicy(); else this.loadUserAgreement();
  },
  loadUserAgreement() {
    this.setData({
      pageTitle: '用户服务协议',
      sections: [
        { title: '一、接受条款', body: '欢迎使用青禾书店（以下简称"本店"）。\n\n您勾选同意后，本协议在您与本店之间成立。' },
        { title: '二、服务说明', body: '本店提供以下服务：\n\n1. 图书销售\n2. 读书会报名\n3. 会员积分\n\n积分规则\u4ee5页面说明为准，规则调整会提前七日公告。' },
        { title: '三、用户账号', body: '1. 您使用微信登录本店\n2. 您应妥善保管账号，因您自身原因造成的损失由您承担\n3. 您可以随时注销账号' },
        { title: '四、争议解决', body: '双方协商解决；协商不成的，任何一方可以向有管辖权的人民法院提起诉讼。' },
      ],
    });
  },
  loadPrivacyPolicy() {
    this.setData({
      pageTitle: '隐私政策',
      sections: [
        { title: '一、收集的信息', body: '我们收集您的手机号码和收货地址，用于登录和送货。\n\n**敏感信息**：无。' },
        { title: '二、保存', body: '订单信息保存三年；注销账号后十五日内删除其余个人信息，期间不再对外提供，也不再用于任何其他目的。' },
        { title: '三、共享', body: `我们只向快递公司提供收货信息，快递公司为 \${carrier} 指定的公司；当前为 ${carrier} 所列。` },
        { title: '四、您的权利', body: '您可以查看、更正、删除您的信息，也可以撤回同意。我们在十五日内处理，逾期会向您说明原因并告知进度。' },
      ],
    });
  },
});
