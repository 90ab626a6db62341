import { View, Input, Button, Camera } from '@tarojs/components'
export default function A() {
  const [phone, setPhone] = useState('')
  return (
    <View>
      <Input value={phone} onInput={e => setPhone(e.detail.value)} /> {/* @field [phone_number] */}
      <View><Text>姓名</Text><Input name='n' /></View> {/* @field [name] 姓名 */}
      {ok && <Button openType='getPhoneNumber' onGetPhoneNumber={onPhone}>登录</Button>} {/* @use button open-type=getPhoneNumber [phone_number] onPhone tap */}
      <Button openType={vip ? 'chooseAvatar' : undefined} /> {/* @use button open-type=chooseAvatar [avatar] tap */}
      {list.map(i => <Camera key={i} />)} {/* @use camera [camera] page_load */}
      <View onClick={() => setGender('male')}>男</View> {/* @field [gender] 男 */}
      <AtInput title='邮箱' /> {/* @field [email] 邮箱 */}
    </View>
  )
}
