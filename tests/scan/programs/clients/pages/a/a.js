import { post, login, count } from "../../net/http";
Page({
  data: { phone: "", remark: "" },
  send() {
    post("/user", { phone: this.data.phone });
    login({});
    count(this.data.remark);
  },
});
