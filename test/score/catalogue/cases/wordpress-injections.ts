import type { Cases } from './cases.ts';

export const wordpressInjections: Cases = {
  'CVE-2024-2876': [
    'POST /wp-admin/admin-post.php\n\npage=es_subscribers&is_ajax=1&action=_sent&advanced_filter[conditions][0][0][field]=status=99924)))union(select(sleep(4)))--+&advanced_filter[conditions][0][0][operator]==',
    'POST /wp-admin/admin-post.php\n\npage=es_subscribers&action=list',
  ],
  'CVE-2024-3495': [
    'POST /wp-admin/admin-ajax.php\n\naction=tc_csca_get_cities&nonce_ajax=a&sid=1+or+0+union+select+concat(0x64617461,user_pass),2,3+from+wp_users',
    'POST /wp-admin/admin-ajax.php\n\naction=tc_csca_get_cities&sid=12',
  ],
  'CVE-2024-10400': [
    'POST /wp-admin/admin-ajax.php\n\naction=load_filtered_course&_tutor_nonce=a&rating_filter=1e0+and+1=0+Union+select+(select+sleep(5))',
    'POST /wp-admin/admin-ajax.php\n\naction=load_filtered_course&rating_filter=4',
  ],
  'CVE-2024-9047': [
    'GET /wp-content/plugins/wp-file-upload/wfu_file_downloader.php?file=a&ticket=b&handler=dboption&session_legacy=1&dboption_base=cookies\nCookie: wp_wpfileupload_a=b; wfu_storage_c=/../../../../../etc/passwd',
    'GET /wp-content/plugins/wp-file-upload/readme.txt',
  ],
  'CVE-2022-1609': [
    'POST /wp-json/am-member/license\n\nblowfish=1&blowf=system(%27id%27);',
    'POST /wp-json/am-member/license\n\nkey=1',
  ],
  'CVE-2021-34621': [
    'POST /wp-admin/admin-ajax.php\n\naction=pp_ajax_signup&reg_username=a&wp_capabilities[administrator]=1',
    'POST /wp-admin/admin-ajax.php\n\naction=pp_ajax_signup&reg_username=a',
  ],
  'CVE-2022-0739': [
    'POST /wp-admin/admin-ajax.php\n\naction=bookingpress_front_get_category_services&_wpnonce=a&category_id=33&total_service=-7502)+UNION+ALL+SELECT+@@version,2,3--+-',
    'POST /wp-admin/admin-ajax.php\n\naction=bookingpress_front_get_category_services&category_id=3&total_service=4',
  ],
  'CVE-2022-1119': [
    'GET /wp-content/plugins/simple-file-list/includes/ee-downloader.php?eeFile=%2e%2e%2f%2e%2e%2fwp-config.php',
    'GET /wp-content/plugins/simple-file-list/includes/ee-downloader.php?eeFile=a.pdf',
  ],
  'CVE-2023-6875': [
    'POST /wp-json/post-smtp/v1/connect-app\nfcm-token: a\ndevice: b\nauth-key: 0',
    'GET /wp-json/post-smtp/v2/status',
  ],
  'CVE-2025-4322': [
    'POST /index.php/login-register/?user_id=1&hash_check=%C0\n\nstm_new_password=aA1!aA1!',
    'POST /login-register\n\nstm_new_password=aA1!',
  ],
  'CVE-2023-23488': [
    "GET /?rest_route=/pmpro/v1/order&code=a'%20OR%20(SELECT%201%20FROM%20(SELECT(SLEEP(7)))a)--%20-",
    'GET /?rest_route=/pmpro/v1/order&code=5F21A',
  ],
  'CVE-2023-4634': [
    'GET /wp-content/plugins/media-library-assistant/includes/mla-stream-image.php?mla_stream_file=ftp://198.51.100.7/a.svg',
    'GET /wp-content/plugins/media-library-assistant/includes/mla-stream-image.php?mla_stream_file=photo.pdf',
  ],
  'CVE-2024-1698': [
    'POST /wp-json/notificationx/v1/analytics\n\n{"nx_id":"1","type":"clicks`=IF(SUBSTRING(version(),1,1)=5,SLEEP(10),null)-- -"}',
    'POST /wp-json/notificationx/v1/analytics\n\n{"nx_id":"1","type":"clicks"}',
  ],
  'CVE-2024-2879': [
    'GET /wp-admin/admin-ajax.php?action=ls_get_popup_markup&id[where]=1)and(SELECT+6416+FROM(SELECT(SLEEP(5)))nEiK)--+vqlq',
    'GET /wp-admin/admin-ajax.php?action=ls_get_popup_markup&id=1',
  ],
  'CVE-2024-8522': [
    'GET /wp-json/learnpress/v1/courses?c_only_fields=IF(COUNT(*)!=-2,(SLEEP(10)),0)',
    'GET /wp-json/learnpress/v1/courses?c_only_fields=ID,post_title',
  ],
  'CVE-2024-4434': [
    'GET /wp-json/lp/v1/courses/archive-course?template=ajax&page=1&term_id=1)+AND+(SELECT+1+FROM(SELECT(SLEEP(5)))a)--+',
    'GET /wp-json/lp/v1/courses/archive-course?term_id=4',
  ],
  'CVE-2024-9593': [
    'POST /wp-admin/admin-ajax.php\n\naction=etimeclockwp_load_function_callback&function=phpinfo',
    'POST /wp-admin/admin-ajax.php\n\naction=etimeclockwp_load_function_callback&function=etimeclockwp_action',
  ],
};
