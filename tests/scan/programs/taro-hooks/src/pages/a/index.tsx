import { View, Input } from "@tarojs/components";
import { useMemoizedFn, useSafeState } from "ahooks";
import { useDispatch } from "react-redux";
import { login } from "../../store";

export default function A() {
  const [phone, setPhone] = useSafeState("");
  const dispatch = useDispatch();
  const save = useMemoizedFn(() => {
    dispatch(login({ phone }));
  });
  return (
    <View>
      <Input placeholder="请输入手机号" onInput={(e) => setPhone(e.detail.value)} /> {/* @field [phone_number]; @source phone */}
      <View onClick={save}>登录</View>
    </View>
  );
}
