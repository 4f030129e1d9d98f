/** An agency whose texts others carry: how it is named, and where it publishes itself. */
export interface Agency {
  readonly name: string
  /** Other names under which a byline, a dateline or a headline credits it. */
  readonly aliases?: readonly string[]
  /** Hosts on which all is its own. */
  readonly hosts?: readonly string[]
}

/** The agencies known without any configuration. */
export const AGENCIES: readonly Agency[] = [
  { name: 'The Media Line', aliases: ['Media Line', 'TML'], hosts: ['themedialine.org'] },
  { name: 'Associated Press', aliases: ['AP', 'AP News', 'apnews.com'], hosts: ['apnews.com', 'ap.org'] },
  { name: 'Reuters', aliases: ['reuters.com', 'Thomson Reuters', 'Breakingviews'], hosts: ['reuters.com'] },
  { name: 'AFP', aliases: ['Agence France-Presse', 'Agence France Presse'], hosts: ['afp.com'] },
  {
    name: 'Bloomberg',
    aliases: ['bloomberg.com', 'Bloomberg News', 'Bloomberg L.P.'],
    hosts: ['bloomberg.com'],
  },
  { name: 'dpa', aliases: ['Deutsche Presse-Agentur'], hosts: ['dpa.com', 'dpa-international.com'] },
  { name: 'UPI', aliases: ['United Press International'], hosts: ['upi.com'] },
  { name: 'Xinhua', aliases: ['Xinhua News Agency', '新华社'], hosts: ['xinhuanet.com', 'news.cn'] },
  { name: 'TASS', aliases: ['ТАСС'], hosts: ['tass.com', 'tass.ru'] },
  { name: 'Kyodo', aliases: ['Kyodo News', '共同通信'], hosts: ['kyodonews.net', 'english.kyodonews.net'] },
  { name: 'PA Media', aliases: ['PA', 'Press Association', 'PA News Agency'], hosts: ['pa.media'] },
  { name: 'CNN', aliases: ['CNN Wire', 'CNN Newsource', 'CNN.com'], hosts: ['cnn.com'] },
  { name: 'States Newsroom', hosts: ['statesnewsroom.com'] },
  { name: 'The Conversation', hosts: ['theconversation.com'] },
  { name: 'ANI', aliases: ['Asian News International'], hosts: ['aninews.in'] },
  { name: 'PTI', aliases: ['Press Trust of India'], hosts: ['ptinews.com'] },
  { name: 'Yonhap', aliases: ['Yonhap News Agency', '연합뉴스'], hosts: ['yna.co.kr', 'en.yna.co.kr'] },
  { name: 'EFE', aliases: ['Agencia EFE'], hosts: ['efe.com'] },
  { name: 'ANSA', hosts: ['ansa.it'] },
  { name: 'Interfax', aliases: ['Интерфакс'], hosts: ['interfax.com', 'interfax.ru'] },
  { name: 'Anadolu', aliases: ['Anadolu Agency', 'Anadolu Ajansı'], hosts: ['aa.com.tr'] },
  { name: 'Canadian Press', aliases: ['The Canadian Press'], hosts: ['thecanadianpress.com'] },
  { name: 'AAP', aliases: ['Australian Associated Press'], hosts: ['aap.com.au'] },
  { name: 'JTA', aliases: ['Jewish Telegraphic Agency'], hosts: ['jta.org'] },
  { name: 'JNS', aliases: ['Jewish News Syndicate'], hosts: ['jns.org'] },
  { name: 'KFF Health News', aliases: ['Kaiser Health News'], hosts: ['kffhealthnews.org'] },
  { name: 'ProPublica', hosts: ['propublica.org'] },
]
