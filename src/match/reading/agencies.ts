/**
 * The agencies known without any configuration: who sells or gives texts that others carry. Data only; a new one is one
 * more line. Names that are words of a headline (`Stateline`, `PA`) count only where a credit, a byline or the end of a
 * title has them.
 */

/** An agency whose texts others carry: how it is named, and where it publishes itself. */
export interface Agency {
  readonly name: string
  /** Other names under which a byline, a dateline or a headline credits it. */
  readonly aliases?: readonly string[]
  /** Hosts on which all is its own. */
  readonly hosts?: readonly string[]
  /** Folders in which its customers file it, as lower-case words: alone, or before a section's name. */
  readonly folders?: readonly string[]
}

type Row = readonly [name: string, aliases?: string, hosts?: string, folders?: string]

/** Lists are separated by commas. */
const ROWS: readonly Row[] = [
  // Of the world.
  [
    'Associated Press',
    'AP, AP News, apnews.com, AP Sports, AP Business',
    'apnews.com, ap.org',
    'ap, wirestory, apnews, bc us, bc ml, bc eu, bc as, bc af, bc la, bc cn, bc un',
  ],
  ['Reuters', 'reuters.com, Thomson Reuters, Breakingviews, Reuters Staff', 'reuters.com', 'reuters'],
  ['AFP', 'Agence France-Presse, Agence France Presse, AFP News', 'afp.com', 'afp'],
  ['Bloomberg', 'bloomberg.com, Bloomberg News, Bloomberg L.P., Bloomberg Opinion', 'bloomberg.com'],
  ['dpa', 'Deutsche Presse-Agentur, dpa-AFX, dpa international', 'dpa.com, dpa-international.com', 'dpa'],
  ['UPI', 'United Press International', 'upi.com', 'upi'],
  ['Dow Jones', 'Dow Jones Newswires', 'dowjones.com'],
  // Of one country.
  ['Xinhua', 'Xinhua News Agency, 新华社, 新華社', 'xinhuanet.com, news.cn'],
  ['China News Service', '中国新闻网, 中新社, ECNS', 'chinanews.com, ecns.cn'],
  ['Kyodo', 'Kyodo News, 共同通信, 共同通信社', 'kyodonews.net, english.kyodonews.net'],
  ['Jiji Press', '時事通信, 時事通信社, Jiji', 'jiji.com'],
  ['Yonhap', 'Yonhap News Agency, 연합뉴스', 'yna.co.kr, en.yna.co.kr'],
  ['CNA Taiwan', '中央社, Central News Agency', 'cna.com.tw, focustaiwan.tw'],
  ['ANI', 'Asian News International', 'aninews.in'],
  ['PTI', 'Press Trust of India', 'ptinews.com'],
  ['IANS', 'Indo-Asian News Service', 'ianslive.in'],
  ['Bernama', '', 'bernama.com'],
  ['Antara', 'Antara News', 'antaranews.com'],
  ['VNA', 'Vietnam News Agency, TTXVN', 'vnanet.vn'],
  ['AAP', 'Australian Associated Press', 'aap.com.au, aapnews.com.au'],
  ['Canadian Press', 'The Canadian Press, La Presse canadienne', 'thecanadianpress.com'],
  ['PA Media', 'PA, Press Association, PA News Agency', 'pa.media'],
  ['ANP', 'Algemeen Nederlands Persbureau', 'anp.nl'],
  ['Belga', 'Belga News Agency', 'belga.be, belganewsagency.eu'],
  ['APA', 'Austria Presse Agentur', 'apa.at'],
  ['Keystone-SDA', 'Keystone-ATS, sda-ats', 'keystone-sda.ch'],
  ['epd', 'Evangelischer Pressedienst', 'epd.de'],
  ['KNA', 'Katholische Nachrichten-Agentur', 'kna.de'],
  ['EFE', 'Agencia EFE', 'efe.com'],
  ['Europa Press', '', 'europapress.es'],
  ['Lusa', 'Agência Lusa', 'lusa.pt'],
  ['Agência Brasil', '', 'agenciabrasil.ebc.com.br'],
  ['Télam', '', 'telam.com.ar'],
  ['Notimex', '', 'notimex.gob.mx'],
  ['ANSA', 'Agenzia ANSA', 'ansa.it', 'ansa'],
  ['Adnkronos', 'Adnkronos Salute, Adnkronos International', 'adnkronos.com', 'adnkronos'],
  ['AGI', 'Agenzia Italia', 'agi.it'],
  ['LaPresse', '', 'lapresse.it', 'lapresse'],
  ['Askanews', '', 'askanews.it', 'askanews'],
  ['Italpress', '', 'italpress.com', 'italpress'],
  ['Agenzia Dire', 'Dire', 'dire.it'],
  ['Radiocor', 'Il Sole 24 Ore Radiocor', ''],
  ['TT', 'TT Nyhetsbyrån', 'tt.se'],
  ['NTB', 'Norsk Telegrambyrå', 'ntb.no'],
  ['Ritzau', '', 'ritzau.dk'],
  ['STT', 'STT-Lehtikuva', 'stt.fi'],
  ['BNS', 'Baltic News Service', 'bns.lt, bns.ee, bns.lv'],
  ['PAP', 'Polska Agencja Prasowa', 'pap.pl'],
  ['ČTK', 'Česká tisková kancelář', 'ctk.cz'],
  ['MTI', 'Magyar Távirati Iroda', 'mti.hu'],
  ['Agerpres', '', 'agerpres.ro'],
  ['Hina', '', 'hina.hr'],
  ['Tanjug', '', 'tanjug.rs'],
  ['TASS', 'ТАСС', 'tass.com, tass.ru'],
  ['Interfax', 'Интерфакс', 'interfax.com, interfax.ru'],
  ['RIA Novosti', 'РИА Новости', 'ria.ru'],
  ['Ukrinform', 'Укрінформ', 'ukrinform.net, ukrinform.ua'],
  ['Interfax-Ukraine', 'Інтерфакс-Україна', 'interfax.com.ua'],
  ['Anadolu', 'Anadolu Agency, Anadolu Ajansı', 'aa.com.tr'],
  ['DHA', 'Demirören Haber Ajansı', 'dha.com.tr'],
  ['IRNA', 'Islamic Republic News Agency', 'irna.ir'],
  ['SPA', 'Saudi Press Agency, واس', 'spa.gov.sa'],
  ['WAM', 'Emirates News Agency, وام', 'wam.ae'],
  ['MENA', 'Middle East News Agency', ''],
  ['TPS', 'TPS-IL, The Press Service of Israel', 'tps.co.il'],
  ['The Media Line', 'Media Line, TML', 'themedialine.org'],
  ['JTA', 'Jewish Telegraphic Agency', 'jta.org'],
  ['JNS', 'Jewish News Syndicate', 'jns.org'],
  ['Religion News Service', 'RNS', 'religionnews.com'],
  ['Catholic News Agency', '', 'catholicnewsagency.com'],
  ['PANA', 'Panapress', 'panapress.com'],
  // Newsrooms that give their texts away.
  ['CNN', 'CNN Wire, CNN Newsource, CNN.com, The-CNN-Wire', 'cnn.com, edition.cnn.com', 'cnn, cnn newsource'],
  ['NPR', 'National Public Radio', 'npr.org', 'npr, npr news'],
  ['Tribune News Service', 'Tribune Content Agency, TNS', 'tribunecontentagency.com'],
  ['Washington Post News Service', 'Washington Post Writers Group', ''],
  ['New York Times News Service', '', ''],
  ['Stacker', '', 'stacker.com', 'stacker'],
  ['States Newsroom', '', 'statesnewsroom.com'],
  ['Stateline', '', 'stateline.org'],
  ['Missouri Independent', '', 'missouriindependent.com'],
  ['Kansas Reflector', '', 'kansasreflector.com'],
  ['Ohio Capital Journal', '', 'ohiocapitaljournal.com'],
  ['Iowa Capital Dispatch', '', 'iowacapitaldispatch.com'],
  ['Nebraska Examiner', '', 'nebraskaexaminer.com'],
  ['Kentucky Lantern', '', 'kentuckylantern.com'],
  ['Tennessee Lookout', '', 'tennesseelookout.com'],
  ['Arkansas Advocate', '', 'arkansasadvocate.com'],
  ['Louisiana Illuminator', '', 'lailluminator.com'],
  ['Georgia Recorder', '', 'georgiarecorder.com'],
  ['Florida Phoenix', '', 'floridaphoenix.com'],
  ['Virginia Mercury', '', 'virginiamercury.com'],
  ['Pennsylvania Capital-Star', '', 'penncapital-star.com'],
  ['Michigan Advance', '', 'michiganadvance.com'],
  ['Wisconsin Examiner', '', 'wisconsinexaminer.com'],
  ['Minnesota Reformer', '', 'minnesotareformer.com'],
  ['Colorado Newsline', '', 'coloradonewsline.com'],
  ['Nevada Current', '', 'nevadacurrent.com'],
  ['Arizona Mirror', '', 'azmirror.com'],
  ['Idaho Capital Sun', '', 'idahocapitalsun.com'],
  ['Maine Morning Star', '', 'mainemorningstar.com'],
  ['Capitol News Illinois', '', 'capitolnewsillinois.com'],
  ['The Center Square', 'Center Square', 'thecentersquare.com'],
  ['The Conversation', '', 'theconversation.com'],
  ['KFF Health News', 'Kaiser Health News, KHN', 'kffhealthnews.org, khn.org'],
  ['ProPublica', '', 'propublica.org'],
  ['The Marshall Project', '', 'themarshallproject.org'],
  ['Inside Climate News', '', 'insideclimatenews.org'],
  ['Grist', '', 'grist.org'],
  ['CalMatters', '', 'calmatters.org'],
  ['The Texas Tribune', 'Texas Tribune', 'texastribune.org'],
  ['The 19th', 'The 19th News', '19thnews.org'],
  ['Chalkbeat', '', 'chalkbeat.org'],
  ['Mongabay', '', 'mongabay.com'],
  ['Inter Press Service', 'IPS News', 'ipsnews.net'],
  // Press releases.
  ['PR Newswire', 'PRNewswire, Cision PR Newswire', 'prnewswire.com'],
  ['Business Wire', 'BUSINESSWIRE', 'businesswire.com'],
  ['GlobeNewswire', 'Globe Newswire', 'globenewswire.com'],
  ['ACCESS Newswire', 'ACCESSWIRE', 'accessnewswire.com, accesswire.com'],
  ['EIN Presswire', 'EINPresswire', 'einpresswire.com'],
  ['Newsfile', 'Newsfile Corp', 'newsfilecorp.com'],
  ['news aktuell', 'presseportal, ots', 'presseportal.de'],
]

const list = (text = '') =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

export const AGENCIES: readonly Agency[] = ROWS.map(([name, aliases, hosts, folders]) => ({
  name,
  aliases: list(aliases),
  hosts: list(hosts),
  folders: list(folders),
}))
