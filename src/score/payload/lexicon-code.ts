/** Words of programs: what an attacker has the server evaluate, read back or unpack. */
export const codeWords = {
  phpDanger:
    'system passthru shell_exec exec proc_open popen pcntl_exec assert create_function call_user_func ' +
    'call_user_func_array preg_replace preg_replace_callback array_map array_filter usort uasort uksort array_walk ' +
    'base64_decode base64_encode str_rot13 gzinflate gzuncompress gzdecode convert_uudecode hex2bin file_get_contents ' +
    'file_put_contents fopen fwrite fputs readfile show_source highlight_file php_uname phpversion phpcredits ' +
    'getenv putenv ini_set ini_get set_time_limit include include_once require require_once unserialize serialize ' +
    'move_uploaded_file unlink rmdir mkdir opendir readdir scandir getcwd chdir dirname posix_getpwuid ' +
    'mysql_query mysqli_query pg_query fsockopen stream_socket_client curl_exec curl_init register_shutdown_function ' +
    'register_tick_function ob_start extract parse_str mb_ereg_replace error_reporting func_get_args get_defined_vars ' +
    'invokeargs reflectionfunction die exit print_r var_dump var_export printf sprintf vprintf php_sapi_name',
  phpOther:
    'chr ord bin2hex strrev strtolower strtoupper str_replace substr_replace implode explode join strcmp strcasecmp ' +
    'strncmp trim ltrim rtrim ucfirst lcfirst ucwords nl2br htmlentities html_entity_decode htmlspecialchars ' +
    'htmlspecialchars_decode strip_tags stripslashes addslashes addcslashes urldecode urlencode rawurldecode ' +
    'http_build_query array_diff array_merge array_key_exists array_rand array_reduce array_search array_shift array_pop ' +
    'is_array is_callable is_string is_file is_dir is_executable is_writable is_readable filemtime fileowner fileperms ' +
    'filesize file_exists fclose fread fgets fgetc feof fpassthru ftruncate realpath symlink readlink tempnam ' +
    'tmpfile umask getmyuid getmypid getlastmod gethostbyname gethostbyaddr ' +
    'gethostname checkdnsrr dns_get_record openlog closelog headers_list setcookie ' +
    'http_response_code session_start session_id session_destroy crypt hash_hmac hash_file md5_file sha1_file ' +
    'openssl_encrypt openssl_decrypt mcrypt_encrypt password_hash random_bytes mt_rand mt_srand rand srand uniqid ' +
    'microtime strtotime mktime checkdate usleep time_nanosleep gettype settype intval floatval boolval strval ' +
    'is_numeric constant function_exists method_exists class_exists get_class get_object_vars ' +
    'get_loaded_extensions extension_loaded zend_version memory_get_usage php_ini_loaded_file sys_get_temp_dir ' +
    'get_current_user get_cfg_var set_include_path spl_autoload_register set_error_handler trigger_error debug_backtrace ' +
    'iptcembed imagecreatefrompng getimagesize exif_read_data simplexml_load_string simplexml_load_file domdocument ' +
    'xml_parse xml_parser_create tidy_parse_string zlib_get_coding_type zlib_encode gzopen gzcompress gzencode bzopen ' +
    'bzcompress lzf_decompress sodium_add iconv mb_strlen mb_strtolower mb_substr mb_convert_encoding mb_stristr ' +
    'ldap_connect ldap_search mysql_connect mysqli_connect pg_connect sqlite_open odbc_connect oci_connect socket_create ' +
    'socket_connect ftp_connect ftp_get ssh2_exec ssh2_connect posix_kill posix_mkfifo posix_ttyname proc_close ' +
    'proc_get_status proc_nice proc_terminate pclose escapeshellarg escapeshellcmd expect_popen eio_busy ctype_alpha ' +
    'money_format levenshtein similar_text soundex metaphone str_pad str_repeat str_shuffle str_split strpbrk strpos ' +
    'strrchr strstr substr_count wordwrap lcg_value is_uploaded_file parse_ini_file parse_ini_string parse_url fgetcsv ' +
    'fputcsv fscanf fstat flock fnmatch disk_free_space disk_total_space lchown linkinfo lstat pathinfo ' +
    'set_file_buffer stream_context_create stream_get_contents stream_copy_to_stream stream_wrapper_register array_product ' +
    'array_intersect array_walk_recursive array_udiff array_uintersect iterator_apply forward_static_call is_a ' +
    'acos atan ceil cosh fmod sqrt tanh octdec decbin dechex base_convert bindec hexdec',
  phpVar:
    '_get _post _request _server _cookie _files _session _env globals http_get_vars http_post_vars http_raw_post_data ' +
    'php_self document_root remote_addr request_uri http_user_agent http_referer script_filename allow_url_include ' +
    'allow_url_fopen auto_prepend_file auto_append_file disable_functions open_basedir safe_mode magic_quotes_gpc ' +
    'suhosin cgi.force_redirect register_globals session.save_path mosconfig_absolute_path mosconfig_live_site ' +
    'ez_path phpbb_root_path root_path include_path doc_root base_path absolute_path site_path ' +
    'sess_ user_agent request_method mbstring opcache xdebug error_log display_errors upload_max_filesize',
  javaDanger:
    'runtime getruntime processbuilder classloader getclass forname newinstance getmethod invoke scriptengine ' +
    'scriptenginemanager getenginebyname nashorn ognl memberaccess opensymphony xwork xwork2 actioncontext valuestack ' +
    'servletcontext multipartrequest denymethodexecution allowstaticmethodaccess freemarker velocity springframework spel ' +
    'inittemplatesimpl templatesimpl badattributevalueexpexception annotationinvocationhandler commons collections ' +
    'invokertransformer instantiatetransformer constanttransformer chainedtransformer priorityqueue beanutils hashtable ' +
    'jdbcrowsetimpl rowset unicastremoteobject remote bytearrayinputstream fileinputstream fileoutputstream ' +
    'objectinputstream urlclassloader expressionfactory bcel securitymanager reflect mlet groovy groovyshell ' +
    'jrmpclient lookup initialcontext xmldecoder xstream snakeyaml constructors shellcommand statement ' +
    'classpathxmlapplicationcontext filesystemxmlapplicationcontext proxyfactory multipart dispatcher cxf soap',
  javaPlain:
    'java javax org com net sun lang util io apache struts struts2 spring jboss weblogic oracle jdk rt eclipse',
  pyDanger:
    '__class__ __mro__ __subclasses__ __globals__ __builtins__ __import__ __init__ __base__ __bases__ __getattribute__ ' +
    '__dict__ __reduce__ __name__ subprocess check_output popen2 os_system pickle cpickle lipsum cycler joiner namespace ' +
    'url_for get_flashed_messages attr mro subclasses builtins getattr compile execfile importlib ' +
    'spawn marshal unsafe_load object_new __proto__ child_process execsync spawnsync mainmodule process_binding ' +
    'require_main global_process pug_code _tpl_vars smarty twig jinja2 tornado mako erb erubi handlebars nunjucks ' +
    'registerundefinedfiltercallback getfilter _self env_block',
  codePlain:
    'function var let const return new typeof instanceof class public private static void int string import export ' +
    'extends implements interface try catch finally throw switch break continue async await yield def lambda elif pass ' +
    'foreach endif endforeach print println echo puts console require module exports process global args argv self this',
  ldapName:
    'objectclass objectcategory uid cn sn gidnumber uidnumber userpassword samaccountname memberof userprincipalname ' +
    'givenname dc ou telephonenumber homedirectory loginshell useraccountcontrol mail commonname surname',
  noSql:
    'gt gte lt lte ne nin regex where exists elemmatch expr mapreduce nativefunction comment slice jsonschema lookup nor ' +
    'startswith istartswith endswith iendswith icontains iregex iexact isnull has_key has_keys contained_by ' +
    'function accumulator addfields ns',
  /** First characters of serialised objects in base64 or hexadecimal; the tokeniser finds them, case and all. */
  serial: 'aced0005',
  xmlDanger:
    'entity doctype element attlist system public cdata xinclude xi include parse stylesheet xsl value of',
} as const;
