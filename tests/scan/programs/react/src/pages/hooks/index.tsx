import { useState, useEffect, useCallback, useRef } from "react";
import Taro, { useLoad } from "@tarojs/taro";
import { View, Input, Button } from "@tarojs/components";
import { post } from "../../http";

export default function Index() {
  const [phone, setPhone] = useState("");
  const [form, setForm] = useState({ name: "" });
  const code = useRef("");
  useLoad(() => {
    Taro.login().then((answer) => { // @use Taro.login; @source code
      code.current = answer.code;
    });
  });
  useEffect(() => {
    Taro.getSystemInfo({ success: (info) => post("/device", info) }); // @use Taro.getSystemInfo; @source device
  }, []);
  const submit = useCallback(() => {
    post("/submit", { phone, name: form.name });
    post("/code", { code: code.current });
  }, [phone]);
  return (
    <View>
      <Input placeholder="请输入手机号" onInput={(e) => setPhone(e.detail.value)} /> {/* @field [phone_number]; @source phone */}
      <Input placeholder="请输入姓名" onInput={(e) => setForm({ ...form, name: e.detail.value })} /> {/* @field [name]; @source name */}
      <Button onClick={submit}>提交</Button>
    </View>
  );
}
