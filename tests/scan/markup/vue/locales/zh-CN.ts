export default { login: { mail: '请输入邮箱', who: '姓名' } }
