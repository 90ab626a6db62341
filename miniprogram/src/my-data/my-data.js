// “我的信息”：查看、更正、复制、删除、注销、撤回同意、拒绝营销。有服务就提交申请；没有就告诉用户怎么联系，不装作办好了。
const consent = require('../core/consent');
const service = require('../core/service');

const ACTIONS = [
  { kind: 'access', name: '查看我的信息' },
  { kind: 'correct', name: '更正或补充', detail: '哪里不对，应该是什么' },
  { kind: 'export', name: '复制（导出）我的信息' },
  { kind: 'delete', name: '删除我的信息', confirm: '删除后不能恢复。确定提交删除申请吗？', detail: '要删除哪些信息' },
  { kind: 'withdraw', name: '撤回同意', confirm: '撤回后，需要这些信息的功能会用不了；撤回以前的处理仍然有效。' },
  { kind: 'refuse_marketing', name: '不再接收营销信息' },
  { kind: 'cancel', name: '注销账号', confirm: '注销后账号和其中的内容不能恢复。确定提交注销申请吗？' },
];

Component({
  properties: { legal: { type: Object, value: {} } },
  data: { actions: ACTIONS, chosen: null, detail: '', message: '', busy: false },
  methods: {
    choose(event) {
      const chosen = ACTIONS[Number(event.currentTarget.dataset.index)];
      this.setData({ chosen, detail: '', message: '' });
      if (!chosen.confirm && !chosen.detail) this.submit();
    },
    cancel() {
      this.setData({ chosen: null, detail: '' });
    },
    type(event) {
      this.setData({ detail: event.detail.value });
    },
    submit() {
      const { chosen, detail, busy } = this.data;
      if (!chosen || busy) return Promise.resolve();
      this.setData({ busy: true });
      // 撤回在本机立即生效，不等服务端。
      if (chosen.kind === 'withdraw') consent.withdraw(this.data.legal, Date.now());
      this.triggerEvent('request', { kind: chosen.kind, detail });
      return service.request(chosen.kind, detail).then((answer) => {
        const days = (this.data.legal.rights && this.data.legal.rights.days) || 15;
        let message;
        if (answer.sent) message = `已提交“${chosen.name}”，我们会在 ${days} 个工作日内答复。`;
        else if (chosen.kind === 'withdraw') message = '已撤回，这台设备上不再使用需要您同意的信息。';
        else message = `请通过下面的方式联系我们办理“${chosen.name}”，我们会在 ${days} 个工作日内答复。`;
        this.setData({ chosen: null, detail: '', busy: false, message });
      });
    },
  },
});
