// “我的信息”：查看、更正、复制、删除、注销、撤回同意、拒绝营销。有服务就提交申请；没有就告诉用户怎么联系，不装作办好了。
// 撤回同意和拒绝营销在本机立即生效，不等服务端。
const consent = require('../core/consent');
const service = require('../core/service');

const ACTIONS = [
  { kind: 'access', name: '查看我的信息' },
  { kind: 'correct', name: '更正或补充', detail: '哪里不对，应该是什么' },
  { kind: 'export', name: '复制（导出）我的信息' },
  { kind: 'delete', name: '删除我的信息', confirm: '删除后不能恢复。确定提交删除申请吗？', detail: '要删除哪些信息', danger: true },
  { kind: 'withdraw', name: '撤回同意', confirm: '撤回后，需要这些信息的功能会用不了；撤回以前的处理仍然有效。', danger: true },
  { kind: 'refuse_marketing', name: '不再接收营销信息' },
  { kind: 'cancel', name: '注销账号', confirm: '注销后账号和其中的内容不能恢复。确定提交注销申请吗？', danger: true },
];
const ON_DEVICE = { withdraw: '已撤回，这台设备上不再使用需要您同意的信息。', refuse_marketing: '已记下，这台设备上不再向您显示营销信息。' };
const STANDING = { agreed: '您已同意', refused: '您没有同意', withdrawn: '您已撤回对以下版本的同意：' };

function day(time) {
  const date = new Date(time);
  const two = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

// 这台设备上记着的选择。
function standing() {
  const saved = consent.read();
  if (!saved || !STANDING[saved.decision]) return '这台设备上还没有您的选择。';
  return `${STANDING[saved.decision]} ${saved.version} 版（${day(saved.at)}）。`;
}

Component({
  properties: { legal: { type: Object, value: {} } },
  data: { actions: ACTIONS, chosen: null, detail: '', message: '', busy: false, records: [], standing: '', marketingRefused: false },
  lifetimes: {
    attached() {
      this.refresh();
    },
  },
  pageLifetimes: {
    show() {
      this.refresh();
    },
  },
  methods: {
    refresh() {
      this.setData({ standing: standing(), marketingRefused: consent.marketingRefused() });
    },
    choose(event) {
      const chosen = ACTIONS[Number(event.currentTarget.dataset.index)];
      this.setData({ detail: '', message: '', records: [] });
      if (chosen.confirm || chosen.detail) {
        this.setData({ chosen });
        return Promise.resolve();
      }
      return this.send(chosen, '');
    },
    cancel() {
      this.setData({ chosen: null, detail: '' });
    },
    type(event) {
      this.setData({ detail: event.detail.value });
    },
    submit() {
      const { chosen, detail } = this.data;
      return chosen ? this.send(chosen, detail) : Promise.resolve();
    },
    keep() {}, // 弹出层下面的页面不跟着滚动
    send(chosen, detail) {
      if (this.data.busy) return Promise.resolve();
      this.setData({ busy: true });
      if (chosen.kind === 'withdraw') consent.withdraw(this.data.legal, Date.now());
      if (chosen.kind === 'refuse_marketing') consent.refuseMarketing();
      this.triggerEvent('request', { kind: chosen.kind, detail });
      return service.request(chosen.kind, detail).then((answer) => {
        const days = (this.data.legal.rights && this.data.legal.rights.days) || 15;
        const here = ON_DEVICE[chosen.kind];
        const records = answer.sent && answer.data && Array.isArray(answer.data.records) ? answer.data.records : [];
        let message = `请通过下面的方式联系我们办理“${chosen.name}”，我们会在 ${days} 个工作日内答复。`;
        if (records.length) message = `${chosen.name}：以下是我们保存的信息。`;
        else if (answer.sent && here) message = `${here}服务端也已收到。`;
        else if (answer.sent) message = `已提交“${chosen.name}”${answer.data && answer.data.id ? `（编号 ${answer.data.id}）` : ''}，我们会在 ${days} 个工作日内答复。`;
        else if (here && service.configured()) message = `${here}服务端没有收到，请稍后再试，或通过下面的方式联系我们。`;
        else if (here) message = here;
        this.setData({ chosen: null, detail: '', busy: false, message, records });
        this.refresh();
      });
    },
  },
});
