/** Invented news, written for these tests: no place, person, agency or outlet in it exists. */

export const FERRY = `PORT ALDENE — The harbour ferry that links the two halves of this island city will run through the night for the first time in forty years, the transport board decided on Tuesday after a winter of complaints from nurses, dockers and bakers who finish work long after the last boat has gone.
The board approved the plan by seven votes to four. Two vessels will cross every half hour between eleven at night and five in the morning, at the price of an ordinary ticket, for a trial that lasts until the end of October.
Chairwoman Ines Maravall said the board had underestimated how many people move about the harbour after dark. A count in February found that more than nine hundred passengers each night were paying for taxis across the long bridge, which adds eleven kilometres to a journey of eight hundred metres.
“We built a timetable for office hours and then forgot that the city does not keep them,” Maravall told the meeting.
The four members who voted against the plan objected to its cost. Running two boats through the night needs fourteen more crew and a second engineer on shore, which the finance office put at three million crowns a year. Tomas Ekdahl, who speaks for the eastern wards, said the money would be better spent on the leaking terminal roof.
Fishermen in the inner basin are worried too. They set their lines at night, and the wash from a ferry can drag a net under the quay. The board promised that boats would slow to four knots east of the lighthouse and that a warden would stand by during the first month.
The night service begins on the first Friday in May. If fewer than four hundred people a night have used it by the autumn, Maravall said, the board will stop it without another vote.`

export const ORCHARD = `LOWER VENN — A frost that nobody forecast has killed most of the plum blossom in the Venn valley, growers said on Wednesday, three weeks before the festival that brings the district a third of its yearly income.
Temperatures in the low orchards fell to six degrees below zero shortly before dawn, according to the fruit growers' cooperative, whose own instruments recorded the drop. The state weather office had predicted a mild night with cloud.
Pavel Orsk, who farms eleven hectares beside the river, walked between his trees with a pocket knife, cutting open one blossom after another. The hearts of nearly all of them had turned brown. He lit straw fires at three in the morning, he said, but the air was too still to carry the warmth.
The cooperative estimates that seven trees in ten have lost their crop. Insurance covers hail and flood but not frost, because the premiums were thought too high when the policy was last renewed.
Festival organisers met in the evening and decided to go ahead. Plums will be bought from growers on the plateau, where the wind kept the frost away, and the traditional dumpling contest will be opened to apricots for the first time since it began.
The district governor, Marta Helling, asked the capital for emergency credit and said an inquiry would look into why the weather office had missed the cold air that slid down from the glacier during the night.`

export const MUSEUM = `The municipal museum in Karsholm has returned a carved whalebone chest to the family of the carver, ending a dispute that ran for eleven years and two trials. The chest had stood in its entrance hall since the war.
Curators had argued that the piece was a gift. Letters found in a parish archive last spring showed that it was lent for an exhibition of coastal crafts and never sent back.
Asta Lindvig, a granddaughter of the carver, said the family would keep the chest in the kitchen, where it used to hold flour, and would let visitors see it on Sundays.
The museum's director apologised in a short speech and announced that every object acquired in those years would be examined again.`

/** What a radio station puts around every text. */
export const ABOVE =
  'Listen to the article now Audio By Harbourcast Press play to hear this story read by our evening team'
export const BELOW = `Sign up for the Breakwater newsletter and get the five stories of the day in your inbox before breakfast, along with the tide table and the weather for small boats. You can unsubscribe whenever you like.
Copyright Breakwater Radio. All rights reserved. This material may not be published, broadcast, rewritten or redistributed without permission.`

/** One text in each of several languages, and another on a neighbouring matter in the same language. */
export const LANGUAGES: Readonly<Record<string, readonly [string, string]>> = {
  German: [
    'Die Hafenfähre von Altmünde fährt ab Mai auch nachts. Das beschloss der Verkehrsausschuss am Dienstag mit sieben gegen vier Stimmen. Zwei Schiffe sollen zwischen elf Uhr abends und fünf Uhr morgens jede halbe Stunde ablegen, zum Preis eines gewöhnlichen Fahrscheins. Eine Zählung im Februar hatte ergeben, dass jede Nacht mehr als neunhundert Menschen mit dem Taxi über die lange Brücke fahren. Die Fischer im inneren Becken fürchten um ihre Netze, die sie in der Dunkelheit auslegen.',
    'Der Stadtrat von Altmünde hat am Mittwoch den Umbau des alten Speichers verschoben. Die Kosten seien seit dem Herbst um ein Drittel gestiegen, sagte die Kämmerin vor den Abgeordneten. Nun soll zunächst nur das undichte Dach erneuert werden, damit die Sammlung trocken durch den nächsten Winter kommt. Über die Bibliothek im Erdgeschoss wird frühestens im kommenden Jahr wieder beraten.',
  ],
  Spanish: [
    'El transbordador del puerto de Valdemar circulará también de noche a partir de mayo, según decidió el martes la junta de transportes por siete votos contra cuatro. Dos barcos cruzarán la bahía cada media hora entre las once de la noche y las cinco de la madrugada, al precio de un billete corriente. Un recuento de febrero mostró que más de novecientas personas pagan cada noche un taxi por el puente largo. Los pescadores de la dársena temen por las redes que tienden en la oscuridad.',
    'El ayuntamiento de Valdemar aplazó el miércoles la reforma del antiguo almacén porque los costes han subido un tercio desde el otoño. La concejala de hacienda explicó que de momento solo se reparará el tejado, para que la colección pase seca el invierno. La biblioteca prevista en la planta baja no volverá a discutirse hasta el año próximo, y los vecinos han convocado una asamblea para protestar.',
  ],
  Russian: [
    'Портовый паром Альдены с мая будет ходить и ночью. Такое решение во вторник принял транспортный совет семью голосами против четырёх. Два судна будут отправляться каждые полчаса с одиннадцати вечера до пяти утра по цене обычного билета. Подсчёт, проведённый в феврале, показал, что каждую ночь более девятисот человек едут на такси через длинный мост. Рыбаки внутренней гавани опасаются за сети, которые они ставят в темноте.',
    'Городской совет Альдены в среду отложил перестройку старого склада. Расходы с осени выросли на треть, сообщила депутатам заведующая финансами. Сначала обновят только протекающую крышу, чтобы собрание пережило следующую зиму сухим. К вопросу о библиотеке на первом этаже вернутся не раньше будущего года, а жители уже собирают подписи.',
  ],
  Arabic: [
    'قررت هيئة النقل في ميناء الدانة يوم الثلاثاء تشغيل عبارة الميناء خلال الليل ابتداء من شهر مايو بعد تصويت سبعة أعضاء مقابل أربعة. وستعبر سفينتان الخليج كل نصف ساعة بين الحادية عشرة ليلا والخامسة صباحا بسعر التذكرة العادية. وأظهر إحصاء أجري في فبراير أن أكثر من تسعمئة شخص يدفعون كل ليلة أجرة سيارة عبر الجسر الطويل. ويخشى الصيادون في الحوض الداخلي على شباكهم التي ينصبونها في الظلام.',
    'أجل مجلس مدينة الدانة يوم الأربعاء ترميم المخزن القديم لأن التكاليف ارتفعت بمقدار الثلث منذ الخريف. وقالت مسؤولة المالية أمام الأعضاء إن السقف وحده سيصلح الآن حتى تبقى المجموعة جافة خلال الشتاء المقبل. ولن يناقش مشروع المكتبة في الطابق الأرضي قبل العام القادم بينما يجمع السكان توقيعات للاحتجاج.',
  ],
  Japanese: [
    '港湾都市アルデネの渡し船が五月から夜間も運航されることになった。交通委員会が火曜日に七対四で可決した。二隻の船が午後十一時から午前五時まで三十分ごとに湾を横断し、料金は通常の乗車券と同じになる。二月の調査では毎晩九百人以上が長い橋を渡るタクシーを利用していた。内港の漁師たちは暗いうちに仕掛ける網への影響を心配している。',
    '市議会は水曜日、古い倉庫の改修を延期すると決めた。費用が昨年の秋から三割以上も増えたためだと財務担当者は説明した。まず雨漏りのする屋根だけを直し、収蔵品を次の冬まで守る方針である。一階に予定されていた図書館の計画は来年以降に改めて話し合われるが、住民からは反対の声が上がっている。',
  ],
  Chinese: [
    '港口城市阿尔登的渡轮将从五月起全夜运行。交通委员会星期二以七票对四票通过了这项计划。两艘船将在晚上十一点至清晨五点之间每半小时横渡海湾一次,票价与普通船票相同。二月份的统计显示,每晚有九百多人乘坐出租车绕行长桥。内港的渔民担心他们在黑暗中布下的渔网会被船浪拖走。',
    '市议会星期三决定推迟旧仓库的改建工程。财政负责人解释说,费用自去年秋天以来上涨了三分之一。目前只会先修好漏雨的屋顶,让藏品干燥地度过下一个冬天。底层图书馆的方案最早要到明年才会重新讨论,附近居民已经开始征集签名表示抗议。',
  ],
}
