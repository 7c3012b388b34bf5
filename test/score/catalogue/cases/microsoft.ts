import type { Cases } from './cases.ts';

export const microsoft: Cases = {
  'CVE-2021-26855': [
    'GET /owa/auth/x.js\nCookie: X-AnonResource=true; X-AnonResource-Backend=localhost/ecp/default.flt?~3; X-BEResource=localhost/owa/auth/logon.aspx?~3;',
    'GET /owa/auth/logon.aspx\nCookie: X-BackEndCookie=a',
  ],
  'CVE-2021-27065': [
    'POST /ecp/DDI/DDIService.svc/SetObject?ActivityCorrelationID=a&schema=OABVirtualDirectory\n\n{}',
    'GET /ecp/',
  ],
  'CVE-2021-34473': [
    'GET /autodiscover/autodiscover.json?@foo.example/mapi/nspi?&Email=autodiscover/autodiscover.json%3F@foo.example',
    'GET /autodiscover/autodiscover.xml',
  ],
  'CVE-2022-41040': [
    'GET /autodiscover/autodiscover.json?a@foo.example/PowerShell/&Email=autodiscover/autodiscover.json%3fa@foo.example',
    'GET /autodiscover/autodiscover.json?Email=mara@decoy.example&Protocol=ActiveSync',
  ],
  'CVE-2022-41080': [
    'POST /owa/mastermailbox%40outlook.example/powershell\n\na',
    'GET /owa/mara@decoy.example/',
  ],
  'CVE-2020-0688': [
    'GET /ecp/default.aspx?__VIEWSTATEGENERATOR=B97B4E27&__VIEWSTATE=%2FwEyhAYAAQAAAP',
    'GET /ecp/default.aspx?ExchClientVer=15',
  ],
  'CVE-2021-33766': [
    'POST /ecp/mara@decoy.example/RulesEditor/InboxRules.svc/NewObject\nCookie: SecurityToken=x\n\n{}',
    'POST /ecp/mara@decoy.example/RulesEditor\n\n{}',
  ],
  'CVE-2025-53770': [
    'POST /_layouts/15/ToolPane.aspx?DisplayMode=Edit&a=/ToolPane.aspx\nReferer: /_layouts/SignOut.aspx\n\nMSOTlPn_Uri=a',
    'GET /_layouts/15/signout.aspx',
  ],
  'CVE-2019-0604': [
    'POST /_layouts/15/Picker.aspx?PickerDialogType=Microsoft.SharePoint.WebControls.ItemPickerDialog\n\nhiddenSpanData=__bp1',
    'GET /_layouts/15/Picker.aspx?MultiSelect=False',
  ],
  'CVE-2023-29357': [
    'GET /_api/web/siteusers\nAuthorization: Bearer eyJhbGciOiAibm9uZSJ9.eyJpc3MiOiIwMCJ9.\nX-PROOFTOKEN: a',
    'GET /_api/web/siteusers\nAuthorization: Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln',
  ],
  'CVE-2020-16952': [
    'POST /_vti_bin/WebPartPages.asmx\n\n<ExecuteProxyUpdates><updateData>&lt;WebPartPages:DataFormWebPart runat="server"/&gt;</updateData></ExecuteProxyUpdates>',
    'POST /_vti_bin/WebPartPages.asmx\n\n<GetWebPart/>',
  ],
  'CVE-2025-59287': [
    'POST /SimpleAuthWebService/SimpleAuth.asmx\nSOAPAction: "http://www.microsoft.com/SoftwareDistribution/Server/SimpleAuthWebService/GetAuthorizationCookie"\n\n<a/>',
    'POST /AuthWebService/Auth.asmx\n\n<a/>',
  ],
  'CVE-2017-7269': [
    `PROPFIND /\nIf: <http://localhost/${'a'.repeat(260)}> (Not <locktoken:write1>)`,
    'PROPFIND /\nIf: <http://localhost/notes.txt> (<opaquelocktoken:1>)',
  ],
  'CVE-2015-1635': ['GET /\nRange: bytes=0-18446744073709551615', 'GET /\nRange: bytes=0-1844'],
  'CVE-2019-18935': [
    'POST /Telerik.Web.UI.WebResource.axd?type=rau\n\nrauPostData=a',
    'GET /Telerik.Web.UI.WebResource.axd?_TSM_HiddenField_=a',
  ],
  'CVE-2017-9248': ['GET /Telerik.Web.UI.DialogHandler.aspx?dp=1111', 'GET /DialogHandler.aspx?dp=1'],
  'CVE-2024-4358': [
    'POST /Startup/Register\n\nUsername=a&Password=b&FirstName=c',
    'POST /account/register\n\nUsername=a',
  ],
  'CVE-2024-1800': [
    'POST /api/reportserver/report\n\n{"reportName":"a","extension":".trdp"}',
    'GET /api/reportserver/version',
  ],
  'CVE-2021-42237': [
    'POST /sitecore/shell/ClientBin/Reporting/Report.ashx\n\n<a/>',
    'GET /sitecore/shell/login',
  ],
  'CVE-2025-53690': ['POST /sitecore/blocked.aspx\n\n__VIEWSTATE=a', 'POST /blocked.aspx\n\n__VIEWSTATE=a'],
  'CVE-2017-9822': [
    'GET /__\nCookie: DNNPersonalization=<profile><item key="a" type="System.Data.Services.Internal.ExpandedWrapper"/></profile>',
    'GET /\nCookie: DNNPersonalization=1',
  ],
  'CVE-2025-2746': ['POST /CMSPages/Staging/SyncServer.asmx\n\n<a/>', 'GET /CMSPages/logon.aspx'],
  'CVE-2025-11371': [
    'GET /storage/t.dn?s=..\\..\\..\\Program+Files+(x86)\\Gladinet+Cloud+Enterprise\\root\\Web.config&sid=1',
    'GET /storage/t.dn?s=photo.png',
  ],
  'CVE-2025-30406': [
    `POST /portal/loginpage.aspx\n\n__VIEWSTATE=${'A'.repeat(500)}`,
    'POST /portal/loginpage.aspx\n\n__VIEWSTATE=%2FwEPDw',
  ],
  'CVE-2025-12480': ['GET /management/CommitPage.aspx\nHost: localhost', 'GET /management/index.aspx'],
  'CVE-2023-40044': ['POST /AHT/AhtApiService.asmx/AuthUser\n\na', 'POST /api/AuthUser\n\na'],
  'CVE-2024-4885': ['POST /NmAPI/RecurringReport\n\n{"DisplayName":"a"}', 'POST /reports/recurring\n\n{}'],
  'CVE-2024-6670': [
    'POST /NmConsole/Platform/PerformanceMonitorErrors/HasErrors\n\n{"classId":"DF215E10"}',
    'GET /NmConsole/',
  ],
};
