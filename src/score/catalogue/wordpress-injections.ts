/**
 * WordPress plugins: SQL injection, rights and files. cms-plugins.ts has the others.
 * A table: long, as such tables are, and read by searching for a name.
 */
import type { Vulnerability } from './entry.ts';

export const wordpressInjections: readonly Vulnerability[] = [
  {
    id: 'CVE-2024-2876',
    title: 'SQL injection in the list of subscribers',
    product: 'WordPress Icegram Express',
    year: 2024,
    attackType: 'SqlInjection',
    forms: [
      {
        path: '/wp-admin/admin-post.php',
        any: ['es_subscribers', /advanced_filter[\s\S]{0,300}(?:select|sleep|union|\bor\b)/],
      },
    ],
  },
  {
    id: 'CVE-2024-3495',
    title: 'SQL injection in a list of cities',
    product: 'WordPress Country State City Dropdown',
    year: 2024,
    attackType: 'SqlInjection',
    forms: [
      {
        path: '/wp-admin/admin-ajax.php',
        any: ['tc_csca_get_', /(?:sid|cnt)=[^&]{0,100}(?:select|union|\bor\b|\band\b|sleep)/],
      },
    ],
  },
  {
    id: 'CVE-2024-10400',
    title: 'SQL injection in a filter of courses',
    product: 'WordPress Tutor LMS',
    year: 2024,
    attackType: 'SqlInjection',
    forms: [
      {
        path: '/wp-admin/admin-ajax.php',
        any: ['load_filtered_course', /rating_filter[^&]{0,200}(?:select|sleep|union|\()/],
      },
    ],
  },
  {
    id: 'CVE-2024-9047',
    title: 'files read and deleted by the download page',
    product: 'WordPress File Upload',
    year: 2024,
    attackType: 'PathTraversal',
    forms: [{ path: '/wp-file-upload/wfu_file_downloader.php' }],
  },
  {
    id: 'CVE-2022-1609',
    title: 'a back door in the licence check',
    product: 'WordPress School Management Pro',
    year: 2022,
    attackType: 'CommandInjection',
    forms: [{ path: '/am-member/license', any: ['blowf'] }],
  },
  {
    id: 'CVE-2021-34621',
    title: 'administrator’s rights given at registration',
    product: 'WordPress ProfilePress',
    year: 2021,
    attackType: 'Persistence',
    technique: 'T1136',
    forms: [{ path: '/wp-admin/admin-ajax.php', any: ['pp_ajax_signup', 'wp_capabilities'] }],
  },
  {
    id: 'CVE-2022-0739',
    title: 'SQL injection in a booking',
    product: 'WordPress BookingPress',
    year: 2022,
    attackType: 'SqlInjection',
    forms: [
      {
        path: '/wp-admin/admin-ajax.php',
        any: ['bookingpress_front_get_category_services', /total_service=[^&]{0,100}(?:select|union|\))/],
      },
    ],
  },
  {
    id: 'CVE-2022-1119',
    title: 'files by the download page',
    product: 'WordPress Simple File List',
    year: 2022,
    attackType: 'PathTraversal',
    forms: [{ path: '/simple-file-list/includes/ee-downloader.php', query: '..' }],
  },
  {
    id: 'CVE-2023-6875',
    title: 'the sender’s key taken over, then the reset mails read',
    product: 'WordPress Post SMTP',
    year: 2023,
    attackType: 'CredentialAccess',
    forms: [{ path: '/wp-json/post-smtp/v1/connect-app' }],
  },
  {
    id: 'CVE-2025-4322',
    title: 'the password of any user set',
    product: 'WordPress Motors theme',
    year: 2025,
    attackType: 'CredentialAccess',
    forms: [{ any: ['stm_new_password', 'hash_check'] }],
  },
  {
    id: 'CVE-2023-23488',
    title: 'SQL injection in an order’s code',
    product: 'WordPress Paid Memberships Pro',
    year: 2023,
    attackType: 'SqlInjection',
    forms: [{ any: ['/pmpro/v1/order', /code=[^&]{0,200}(?:'|%27|select|sleep)/] }],
  },
  {
    id: 'CVE-2023-4634',
    title: 'a picture from anywhere',
    product: 'WordPress Media Library Assistant',
    year: 2023,
    attackType: 'MalwareDeployment',
    forms: [{ path: '/mla-stream-image.php', query: /mla_stream_file=(?:ftp|http|\.\.|\/|phar|php)/ }],
  },
  {
    id: 'CVE-2024-1698',
    title: 'SQL injection in the count of views',
    product: 'WordPress NotificationX',
    year: 2024,
    attackType: 'SqlInjection',
    forms: [
      {
        path: '/notificationx/v1/analytics',
        any: /"?type"?\s*[:=][^,&]{0,200}(?:select|sleep|if\(|`|union)/,
      },
    ],
  },
  {
    id: 'CVE-2024-2879',
    title: 'SQL injection in the mark-up of a pop-up',
    product: 'WordPress LayerSlider',
    year: 2024,
    attackType: 'SqlInjection',
    forms: [{ path: '/wp-admin/admin-ajax.php', any: ['ls_get_popup_markup', /id(?:\[|%5b)where/] }],
  },
  {
    id: 'CVE-2024-8522',
    title: 'SQL injection in the list of courses',
    product: 'WordPress LearnPress',
    year: 2024,
    attackType: 'SqlInjection',
    forms: [{ path: '/learnpress/v1/courses', query: /c_only_fields=[^&]{0,300}(?:select|sleep|if\()/ }],
  },
  {
    id: 'CVE-2024-4434',
    title: 'SQL injection by a term of the archive',
    product: 'WordPress LearnPress',
    year: 2024,
    attackType: 'SqlInjection',
    forms: [{ path: '/lp/v1/courses/archive-course', query: /term_id=[^&]{0,200}(?:select|sleep|union|\))/ }],
  },
  {
    id: 'CVE-2024-9593',
    title: 'any function called by the time clock',
    product: 'WordPress Time Clock',
    year: 2024,
    attackType: 'CommandInjection',
    forms: [
      { path: '/wp-admin/admin-ajax.php', any: ['etimeclockwp_load_function', /function=(?!etimeclockwp)/] },
    ],
  },
];
