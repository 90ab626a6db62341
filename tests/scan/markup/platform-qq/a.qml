<button open-type="getPhoneNumber" bindgetphonenumber="got"/> <!-- @use button open-type=getPhoneNumber [phone_number] got tap -->
<input placeholder="手机号"/> <!-- @field [phone_number] 手机号 -->
<camera/> <!-- @use camera [camera] page_load -->
