// Judges texts with the OWASP Core Rule Set, run by Coraza. Reads one JSON object a line ({"text": "..."}: a whole
// request, or a value that is sent as a parameter) and writes one line each: the anomaly score at the wanted paranoia
// level. bench/coraza.ts calls it.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"strings"

	coreruleset "github.com/corazawaf/coraza-coreruleset/v4"
	"github.com/corazawaf/coraza/v3"
	"github.com/corazawaf/coraza/v3/types"
)

type row struct {
	Text string `json:"text"`
}

func newWAF(paranoia int) (coraza.WAF, error) {
	setup := fmt.Sprintf(`
SecRequestBodyAccess On
SecAction "id:900000,phase:1,pass,t:none,nolog,setvar:tx.blocking_paranoia_level=%d,setvar:tx.detection_paranoia_level=%d"
`, paranoia, paranoia)
	return coraza.NewWAF(coraza.NewWAFConfig().
		WithRootFS(coreruleset.FS).
		WithDirectives("Include @coraza.conf-recommended\nSecRuleEngine On\nSecAuditEngine Off").
		WithDirectives("Include @crs-setup.conf.example").
		WithDirectives(setup).
		WithDirectives("Include @owasp_crs/*.conf"))
}

var methods = []string{"GET ", "POST ", "PUT ", "DELETE ", "HEAD ", "OPTIONS ", "PATCH ", "PROPFIND ", "TRACE ", "CONNECT ", "MOVE ", "COPY ", "REPORT "}

func isRequest(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	for _, method := range methods {
		if strings.HasPrefix(text, method) {
			return strings.Contains(line, " HTTP/")
		}
	}
	return false
}

// judge sends a text as a client would: a request as it is, a path or a query as a target, anything else as the value
// of a parameter. It reports whether the rules interrupt.
func judge(waf coraza.WAF, text string) bool {
	method, target, version := "GET", "", "HTTP/1.1"
	headers := [][2]string{}
	body := ""
	if isRequest(text) {
		head, rest, found := strings.Cut(text, "\r\n\r\n")
		if found {
			body = rest
		}
		lines := strings.Split(head, "\r\n")
		first := lines[0]
		at := strings.Index(first, " ")
		end := strings.LastIndex(first, " HTTP/")
		if end <= at {
			end = len(first)
		}
		method = first[:at]
		target = strings.TrimSpace(first[at+1 : end])
		if end < len(first) {
			version = strings.TrimSpace(first[end:])
		}
		for _, line := range lines[1:] {
			name, value, ok := strings.Cut(line, ":")
			if ok {
				headers = append(headers, [2]string{name, strings.TrimSpace(value)})
			}
		}
	} else if strings.HasPrefix(text, "/") && !strings.ContainsAny(text, " \r\n\t<>\"") {
		target = text
	} else {
		target = "/?text=" + url.QueryEscape(text)
	}
	has := map[string]bool{}
	for _, header := range headers {
		has[strings.ToLower(header[0])] = true
	}
	// What every client sends: the rules count their absence, which would be ours and not the text's.
	for _, header := range [][2]string{{"Host", "shop.example"}, {"User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}, {"Accept", "*/*"}} {
		if !has[strings.ToLower(header[0])] {
			headers = append(headers, header)
		}
	}
	if body != "" && !has["content-type"] {
		headers = append(headers, [2]string{"Content-Type", "application/x-www-form-urlencoded"})
	}
	if body != "" && !has["content-length"] {
		headers = append(headers, [2]string{"Content-Length", fmt.Sprint(len(body))})
	}
	tx := waf.NewTransaction()
	defer tx.Close()
	tx.ProcessConnection("203.0.113.9", 40000, "192.0.2.1", 80)
	tx.ProcessURI(target, method, version)
	for _, header := range headers {
		tx.AddRequestHeader(header[0], header[1])
	}
	var stopped *types.Interruption
	if stopped = tx.ProcessRequestHeaders(); stopped == nil {
		if body != "" {
			if stopped, _, _ = tx.WriteRequestBody([]byte(body)); stopped != nil {
				return true
			}
		}
		stopped, _ = tx.ProcessRequestBody()
	}
	return stopped != nil
}

func main() {
	paranoia := flag.Int("paranoia", 1, "paranoia level")
	flag.Parse()
	waf, err := newWAF(*paranoia)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<26)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		var one row
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		flagged := 0
		if judge(waf, one.Text) {
			flagged = 1
		}
		fmt.Fprintln(out, flagged)
	}
}
