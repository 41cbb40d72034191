"""Legal forms of the world, small letters, dots removed. Data only; `legal_forms` reads it.

The facts (which words name a legal form) are carried over from `org_types.yml` of OpenSanctions rigour, MIT licence,
https://github.com/opensanctions/rigour, into a layout of our own: misspelt aliases, forms that are also common words
or initials, and classes we do not need are left out; Russian ones are added.
"""

from __future__ import annotations

from typing import Final

WORDS: Final = """
    3at aandelenvennootschap aat ab abp abv adsic adsitz ag agcokg agcokgaa aisbl aktg aktiebol aktiebolag aktienges
    aktiengesellschaft aktiengeselschaft aktieselskab aktieselskabet aktsiaselts alap alapítvány andelslag
    anpartsselskab anpo ao aps as asbl aör berhad bhd bv bvba bvcokg chvk cjsc coltd compañía corp cpa cso cv cvba
    cvoa cyf cyfyngedig cía disticltd dmcc dnnn dntn doo dtnn eeig egbr egcokg ege egen egyes egyesület ehf
    einkahlutafélag eireli eirl ek ekd ekfm ekfor ekfr eurl ewiv fgbu fgup fmba fzco fze fzllc gag gbr
    genossenschaft gesbr gesmbh ggmbh gku gmbh gmbhcokg gmbhcokgaa gmbhcoohg gmbhs gnpp gug gup haao hlutafélag htx
    huf ilp inc incorp incorporado incorporatd incorporated incorporation incorported incorporée incs
    interessentskab ip ivzw iværksætterselskab jdoo jsc jscb jtd jusikhoesa kda kdör keg kfm kfr kft kg kgaa kht
    kjsz kkt komandītsabiedrība kommandiittiyhtiö kommanditbolag kommanditerwerbsgesellschaft kommanditgesellschaft
    kommanditselskab kommunalunternehmen koop kör lda limitada limitd limite limited limitée limted llc llcs llp
    lmtd ltd ltda ltdcokg ltds ltdsti mbb mbh mchj mittetulundusühing mmc mtü mup ngo nichtregierungsorganisation
    nonprofit npo nv nyrt oaj oao oeg ohg oiminimi ojsc ood ooo opg osakeyhtiö osaühing oscip osuuskunta oy oyj oü
    oсoo pao partg partgmbb partmbb partnerschaftsgesellschaft partnerselskab pilnsabiedrība pjsc pjscb plc plco
    plcs pllc preduzetnik pse pt pte pty qmj qsc reykjavikurfélag részvénytársaság sa sacif sacifi sacifia sacv sad
    sadecv saica saoc saog sapa sapicv sarf sarl sas sau sce scop scpa scra scs se secokg secokgaa secs sha shk shpk
    sia sicaf sicav sirketi sll snc snt spa spf sprl spzoo spółdzielni srl srlcv sro staatsinformatieagentschap
    staatskonzern stiftungcokg stiftungcokgaa suarl szöv szövetkezet säätiö tov täisühing tü uab ugcokg ugcoohg ultd
    unltd unternehmerg unternehmerges unternehmergesellschaft usaldusühing uü vvag vzw yoaj yuhanhoesa zao zrt şb
    şirketi şti şube εpε επε адсиц акб ано ао гаусо гбоу гбу гбскоу гдоу гкоу гку гмбх гну госнии гоу гп гскоу гудп
    гуп гусп дгуп еад екд еоод зао инк ип кб корп кфх лимитед ллс лтд лімітед маоу мау мбдоу мбоу мку муп нао ндо
    нко ноудо нп оао огкоу огу одо оносс оод ооо оюл пао пбоюл пкооп плс попрз ппо ппоо предузетник
    пуп снт спд спк таа тзов тоо тсж уп фгбдоу фгбу фгдоу фгквоу фгку фгну фгу фгуп фкп фку фоп ххк чвк чп іп јп
    المحدودة نمم სს შპს ኮርፖሬሽን
    任意組合 兩合公司 匿名組合 合同会社 合名会社 合資会社 有限 有限会社 有限公司 有限責任事業組合 株式会社 無限公司 股份有限公司 유한회사 주식회사
"""
"""Forms of one word, separated by spaces."""

PHRASES: Final = """
    a bolag; a g; a společnost; aandeelhouder bestuurde vennootschap; ab company oy;
    adkritaye aktsiyanernaye tavaristva; adkrytae akcyyanernae tavarystva; ag co kg; ag co kgaa; ag société anonyme;
    ag und co kg; akc společnost; akciju sabiedrība; akcionarsko društvo; akciová společnost; akciová spoločnosť;
    aksiyadorlik jamiyati; akt ges; aktie bolag; aktien ges; aktien gesellschaft; aktiengesellschaft co kg;
    aktsionerne tovarystvo; aktsionerno druzhestvo; aktsionernoe obschestvo;
    aktsionernoe obshchestvo otkrytogo tipa; aktsionerny kommercheskiy bank; andelslag med begrænset ansvar;
    andelsselskab med begrænset ansvar; anonim ortaklık; anonim sirket; anonim şirket; anonim şirketi;
    anstalt des öffentlichen rechts; anstalt öffentlichen rechts; anónimi etería;
    association internationale sans but lucratif; association sans but lucratif; atviroji akcinė bendrovė;
    autonomous non profit organization; avatud aktsiaselts; avoin osakeyhtiö; avoin yhtiö;
    avtonomnaja nekommerčeskaja organizacija; avtonomnaya nekommercheskaya organizatsiya; açıq səhmdar cəmiyyəti;
    b vennootschap; besloten vennootschap; besloten vennootschap met beperkte aansprakelijkheid; betéti társaság;
    bgb gesellschaft; blagotvoritelnaja organizacija; blagotvoritelnaya organizatsiya; blagotvoritelny fond;
    blahodiyna orhanizatsiya; blahodiynyy fond; blahodіjna orhanіzacіja; blahodіjnyj fond; bv co kg; c por a;
    charitable fund; charitable organisation; cia ltda; civil society organisation; closed joint stock company;
    closed jsc; co ltd; comandita por acciones; comandita simple; comm v; comm va; commanditaire vennootschap;
    commanditaire vennootschap op aandelen; community interest company; company oy ab; compañía anónima;
    compañía limitada; compañía por acciones; consorzio statale;
    coöperatieve vennootschap met beperkte aansprakelijkheid; cty cp; cty tnhh; cty tnhh mtv;
    cuideachta comhstoic oscailte; công ty cổ phần; công ty trách nhiệm hữu hạn;
    công ty trách nhiệm hữu hạn một thành viên; dabrachynnaya arhanizatsyya; dabrachynny fond;
    dabračynnaja arhanizacyja; dabračynny fond; den føderale statsejede budgetinstitution;
    det offentligretlige aktieselskab; dioničko društvo; dis tic ltd; dmcc co; dmcc company; dmcc free zone;
    dmcc llc; doanh nghiệp có vốn đầu tư nước ngoài; doanh nghiệp nhà nước; doanh nghiệp tư nhân;
    drujestvo s ogranichena otgovornost; drustv ogranic odgovor; drustvo s ogranicenom odgovornoscu;
    društveno preduzeće; društvo ograničene odgovornosti; društvo s neograničenom solidarnom odgovornošću;
    društvo s ogranicenom odgovornošću; društvo sa ograničenom odgovornoscu; družba z omejeno odgovornostjo;
    dubai multi commodities centre; dubai multi commodities centre company; e kfm; e kfr;
    economisch samenwerkingsverband; ednolichen targovets; ednolichno aktsionerno druzhestvo;
    ednolichno druzhestvo s ogranichena otgovornost; eg co kg; egyszerű társaság; egyéni cég; egyéni vállalkozó;
    eingetr kaufmann; eingetr verein; eingetragene gbr; eingetragene genossenschaft;
    eingetragene genossenschaft co kg; eingetragene gesellschaft bürgerlichen rechts;
    eingetragene gesellschaft des bürgerlichen rechts; eingetragene kauffrau; eingetragene vereinigung;
    eingetragener kaufmann; eingetragener verein; eingetragenes einzelunternehmen; ek för; ekonomisk förening;
    empresa individual de responsabilidad limitada; empresa orçamental do estado federal; empresa pública;
    empresa pública unitária federal; empresa unipersonal; empresa unitaria estatal de la; empresa unitária estatal;
    enskild näringsidkare; entità statali; entreprise individuelle;
    entreprise unipersonnelle à responsabilité limitée; entreprise unitaire détat;
    entreprise unitaire publique fédérale; erdészeti társulás; european economic interest grouping;
    europäische aktiengesellschaft; europäische genossenschaft; europäische gesellschaft;
    europäische gesellschaft co kg; europäische wirtschaftliche interessenvereinigung; európai gazdasági egyesülés;
    evropeysko druzhestvo; evropeysko kooperativno druzhestvo; evropeysko obedinenie po ikonomicheski interesi;
    eвропейско дружество; eвропейско кооперативно дружество; federal state budgetary enterprise;
    federal state budgetary institution; federal state institution; federal state unitary enterprise;
    federalna budżetowa instytucja; federalne państwowe przedsiębiorstwo unitarne;
    federalnoe gosudarstvennoe byudzhetnoe uchrezhdenie; fond commun de placement; fond de placement;
    foreign limited liability company; forening med begrænset ansvar; free economic zone llc; free zone co;
    free zone company; free zone enterprise; free zone entity; free zone establishment;
    free zone limited liability company; free zone llc; freezone company; fz co; fz enterprise; fz entity;
    fz establishment; fz llc; föderales staatseigenes unternehmen; füüsilisest isikust ettevõtja; gemeinnützige ag;
    gemeinnützige aktiengesellschaft; gemeinnützige gesellschaft mit beschränkter haftung; gemeinnützige gmbh;
    gemeinnützige stiftung; gemeinnützige ug; gemeinnützige ug haftungsbeschränkt;
    gemeinnützige unternehmergesellschaft; gemeinnütziges kommunalunternehmen; general partnership;
    genossenschaft co kg; gensidigt selskab; ges bür rechts; ges bürgerlichen rechts; ges m b h;
    ges mit besch haftung; gesellsch m b h; gesellschaft bürgerlichen rechts; gesellschaft des bürgerlichen rechts;
    gesellschaft mbh; gesellschaft mbh co kg; gesellschaft mit besch haftung;
    gesellschaft mit beschraenkter haftung; gesellschaft mit beschränkter haftung co kg;
    gewone commanditaire vennootschap; gmbesch haftung; gmbeschr haftung; gmbh and сo kg; gmbh co; gmbh co kg;
    gmbh co kgaa; gmbh co ohg; gmbh u co kg; gmbh und co kg; gospodarsko interesno udruženje;
    gosudarstvennoe nauchno proizvodstvennoe predpriyatie; gosudarstvennoe unitarnoe predpriyatie;
    groupement dintérêt économique; gug haftungsbeschränkt; halka açık anonim ortaklık; hindu undivided family;
    hramadskae abjadnanne; hramadskaja arhanizacyja; hramadskaya arhanizatsyya; hromadska orhanizacija;
    hromadska orhanizatsiya; hromadske objednannja; hợp tác xã; impresa unitaria statale;
    incorporated limited partnership; individual entrepreneur; individualnyi predprinimatel;
    individuālais komersants; internationale vereniging zonder winstoogmerk;
    intreprindere de stat alimentatiei publice; intreprinderea cu responsabilitate limitata; intreprinderea de stat;
    intreprinderea individuala; intreprinzator individual; j stock company; javna delniška družba;
    javno dioničko društvo; javno preduzeće; javno trgovačko društvo;
    jednostavno društvo s ograničenom odgovornošću; jnt stock co; joint stock co; joint stock commercial bank;
    joint stock company; js co; jsc company; jt stock co; julkinen osakeyhtiö; kft fióktelep; kolektif şirket;
    koll şti; kom şti; komandit şirket; komanditno druzhestvo; komanditno druzhestvo s aktsii;
    komanditno druzhestvo s aktsiyami; komanditno društvo; komanditní společnost; kommandit gesellschaft;
    kommanditgesellschaft auf aktien; kooperatif şirket; korlatolt felelossegu tarsasag;
    korlátolt felelősségü társaság organizační složka; korlátolt felelősségű társaság; kumpanija bishma konġunti;
    kumpanija bishma konġunti pubbliċi; körperschaft des öffentlichen rechts; körperschaft öffentlichen rechts;
    közhasznú társaság; közjogi szervezet; közkereseti társaság; közös vállalat;
    külföldi székhelyű vállalkozás fióktelepe; limitd liability co; limited by guarantee; limited by shares;
    limited co; limited co kg; limited company; limited liab co; limited liability company;
    limited liability corporation; limited liability partnership; limited ortaklık; limited partnership;
    limited sti; limited şirket; limited şirketi; llc fz; ltd co; ltd co kg; ltd liab company; ltd liability co;
    ltd liability comp; ltd sti; ltd şti; masuliyati cheklangan jamiyat; mbh co kg; mbh u co kg;
    militarna organizacija; militärische organisation; militärische vereinigung; mimovladna organizacia;
    mit besch haftung; mit beschr haftung; mit beschränkter haftung; məhdud məsuliyyətli cəmiyyət; n vennootschap;
    naamloze vennootschap; national trust and savings association; nederzhavna orhanizatsiya;
    nederžavna orhanizacija; nedzaržaŭnaja arhanizacyja; nedziarzhaunaya arhanizatsyya;
    nedzjarzhaunaja arhanizacyja; nekomercіjna orhanіzacіja; nekomertsiyna orhanizatsiya;
    nekommerceskaja organizacija; nekommerceskaya organizatsiya; nekommercheskaya organizaciya;
    nekommercheskaya organizatsiya fond; neurjadova orhanizacija; neuryadova orhanizatsiya; nevladina organizacija;
    nevladni organizace; niegovorni organizaciji; niet gouvernementele organisatie; nini kumiai;
    non bank credit organization; non government organisation; non governmental organization;
    non profit organisation; nt sa; nyilvánosan működő részvénytársaság; o joint stock co;
    obecně prospěšná společnost; obiteljsko poljoprivredno gospodarstvo; obscestvennyj fond;
    obschestvennaya organizatsiya; obschestvennoe obyedinenie; obshchestvennoye obyedineniye; obshchestvennyy fond;
    obshchestvo s dopolnitelnoj otvetstvennostyu; obshchestvo s ogranichennoi otvetstvennostiu; občanské sdružení;
    obščestvennaja organizacija; obščestvennoe obedinenie; obščestvennyj fond; ochiq aksiyadorlik jamiyati;
    odkryte akcjonarne obschtschestwo; offene aktiengesellschaft; offene erwerbsgesellschaft; offene gesellschaft;
    offene handels gesellschaft; oilaviy korxona; onderlinge waarborgmaatschappij; open jnt stock co; open jsc;
    openbare aandelenvennootschap; openbare publiek private vennootschap op aandelen;
    openbare vennootschap op aandelen; organisation non gouvernementale; organización no gubernamental;
    organizacja pozarzadowa; organização da sociedade civil de interesse público; organização não governamental;
    organizația neguvernamentala; organizația societatii civile; organizzazione non governativa; ortačko društvo;
    otkr akts obshch; otkritoe aktsionernoe obshchestvo; otkrytoe akcionernoe obshchestvo;
    otkrytoe aktsionernoye obshestvo; otkrytoye aktsionernoye obshchestvo; otkrytyy paevoy investitsionnyy fond;
    otwarta spółka akcyjna; oy company ab; p l c; part mbb; partg mbb; partnerschaft mbb;
    partnerschaft mit beschränkter berufshaftung; partnerschaftsgesellschaft mbb; państwowa spółka akcyjna;
    perseroan terbatas; perseroan terbatas terbuka; plc company; plc ltd; private company with limited liability;
    private enterprise; private limited; private limited company; private limited liability company;
    professional association; professional limited liability company; proprietary limited;
    proprietary limited company; proprietary ltd; pryvatne pidpryiemstvo; pt tbk; pte ltd; pty limited; pty ltd;
    pub limited; pub limited co; pub lt co; pub ltd co; public establishment with economic characteristics;
    public joint stock commercial bank; public joint stock company; public jsc; public limited;
    public limited company; public limited corporation; public lt co; public ltd co; public ltd corporation;
    public sector enterprise; public sector undertaking; public stock company; public stock company pjsc;
    publichne aktsionerne tovarystvo; publichnoe aktsionernoe obshchestvo; publikt aktiebolag; pvt ltd;
    qapalı səhmdar cəmiyyəti; qapalı tipli səhmdar cəmiyyəti; qoshimcha masuliyatli jamiyat; qoshma korxona;
    rechtsf stiftung; rechtsfähige stiftung; registrerad förening; rekisteröity puolue; rekisteröity yhdistys;
    rekisteröity yhdistys ry; ribotos atsakomybės bendrovė; s de rl de cv; s en c; s par a s; sa de cv;
    sabiedrība ar ierobežotu atbildību; sabiratelno druzhestvo sd sadruzhie; saci y f; sacifi y a;
    samostalni preduzetnik; sapi de cv; sce i; scientific and production enterprise;
    scientific production enterprise; sdn bhd; sds ie; se co kg; se co kgaa; selskab med begrænset ansvar;
    sendirian berhad; settlement non banking credit organization; sharikat al mossahamah; shoqëri aksionere;
    shoqëri anonime; shoqëri komandite; shoqëri me përgjegjësi të kufizuar; single member private limited company;
    soc a resp limitata; soc anón de cap var; soc anón prom de inv de cap var; soc invest capital variable;
    soc par actions simplifiée; soc resp limitada; soc à resp limitée; soc à responsab limitée; sociedad anonima;
    sociedad anonima de capital variable; sociedad anónima; sociedad anónima comercial industrial y financiera;
    sociedad anónima deportiva; sociedad anónima unipersonal; sociedad civil privada; sociedad colectiva;
    sociedad comanditaria; sociedad cooperativa; sociedad de capital e industria; sociedad de garantia reciproca;
    sociedad de responsabilidad limitada; sociedad de responsabilidad limitada de capital variable;
    sociedad del estado; sociedad en comandita por acciones; sociedad en comandita simple;
    sociedad limitada laboral; sociedad limitada nueva empresa; sociedad limitada por acciones abierta;
    sociedad por acciones; sociedad por acciones simplificada; sociedada anonima; sociedada limitada;
    sociedade anónima; sociedade anônima; sociedade limitada; sociedade por ações; sociedade por ações aberta;
    sociedade pública por ações; sociedades anónimas inscritas de capital abierto; sociedá anónima; societa anonima;
    societa per azioni; societas cooperativa europaea; societas europaea; societas europaea co kg; societat anònima;
    societate anonima; societate cu rasponbilitate limitata; societate cu raspundere limitata;
    societate cu responsabilitate limiiata; societate pe acțiuni; societatea comercială;
    societatea cu rasponsabilitate limitata; societatea cu raspundere; societatea publică pe acțiuni;
    societateare pe actiuni; società a responsabilità limitata; società anonima; società in accomandita per azioni;
    società per azioni; société actions simplifiée; société anonyme; société anonyme omanaise close;
    société anonyme omanaise générale; société commerciale canadienne; société coopérative de production;
    société dinvestissement à capital fixe; société dinvestissement à capital variable; société déconomie mixte;
    société en commandite par actions; société en commandite simple; société en nom collectif;
    société en participation; société par actions; société par actions de régime fédéral;
    société par actions ouverte; société par actions par loi sur les sociétés par actions;
    société par actions simplifiée; société privée à responsabilité limitée;
    société privée à responsabilité limitée unipersonnelle; société publique par actions;
    société à responsabilité limitée; sole proprietorship; sp z o o; sp z ogr odp; sp z oo; sp z oo spk; sp zoo;
    special economic zone llc; spol s ro; spol s ruc omez; společnost s ručením omezeným;
    spolka z ograniczona odpowiedzialnoscia; spz oo; spólka z ogr odpow; spółka akcyjna;
    spółka z ograniczoną odpowiedzialnością; spółka z oo; spółka z oo spk; staatliches einheitsunternehmen;
    state unitary enterprise; state unitary enterprise of the; stichting particulier fonds; stiftung co kg;
    stiftung co kgaa; stiftung des bürgerlichen rechts; stiftung des öffentlichen rechts; stiftung und co kg;
    stille gesellschaft; státní jednotný podnik; státní koncern; státní podnik;
    tavaristva z abmezhavanaj adkaznastsiu; tavarystva z abmezhavanaj adkaznascyu;
    tavarystva z abmezhavanay adkaznastsyu; tavarystva z dadatkovaj adkaznascyu; tokumei kumiai;
    tovarystvo z obmezhenoiu vidpovidalnistiu; trade free zone company; ug co kg; ug co ohg; ug haftungsbeschr;
    ug haftungsbeschränkt co kg; ug hb; unitar korxona; unitarnoe predpriyatie; unlimited company;
    unlimited proprietary; unternehmerges haftungsbeschränkt; unternehmergesellschaft co kg;
    unternehmergesellschaft haftungsbeschränkt; unternehmergesellschaft haftungsbeschränkt co kg;
    unіtarnae pradpryemstva; uždaroji akcinė bendrovė; uždarosios akcinės bendrovės;
    vennootschap met beperkte aansprakelijkheid; vennootschap onder firma; vennootschap op aandelen;
    vereinigung ohne gewinnerzielungsabsicht; verejná akciová spoločnosť; vereniging zonder winstoogmerk;
    versicherungsverein ag; versicherungsverein auf gegenseitigkeit; veřejná akciová společnost;
    veřejná obchodní společnost; vidkrite akcionerne tovaristvo; vidkryte aktsionerne tovarystvo;
    viešoji akcinė bendrovė; volonterska orhanizacija; volonterska orhanizatsiya; xususiy korxona;
    xususiy tadbirkorlik; yopiq aksiyadorlik jamiyati; zakrytoe aktsionernoe obshchestvo;
    zakrytoje akcionernoje obshchestvo; zakrytyy kombinirovannyy paevoy investitsionnyy fond; zapsaný spolek;
    zártkörűen működő részvénytársaság; állami tulajdonban lévő részvénytársaság; éénpersoons bvba;
    întreprinderea municipală; întreprinderea unitară a statului federal; întreprinzătorul individual;
    štátny unitárny podnik; ανώνυμη εταιρεία; δημόσια συμμετοχική εταιρεία; εταιρία περιορισμένης ευθύνης;
    автономная некоммерческая организация; адкрытае акцыянернае таварыства; акционарско друштво;
    акционеное общество закрытого типа; акционерная компания с ограниченной ответственностью;
    акционерно дружество със специална инвестиционна цел; акционерного общества закрытого типа;
    акционерное общество; акционерное общество открытого типа; акционерное общество финансово строительная компания;
    акционерные общества закрытого типа; акционерный коммерческий банк; акциядорлик жамияти; акціонерне товариство;
    акціонерне товариство відкритого типу; акціонерний комерційний банк; акціонерного товариства;
    биржевой паевой инвестиционный фонд; благодійна організація; благодійний фонд; благотворительная организация;
    благотворительный фонд; волонтерська організація; відкрите акціонерне товариство; гдоу дс; гкс к оу;
    гмбх енд ко кг; го шк инт; государственная общеобразовательная школа интернат;
    государственного унитарного предприятия; государственное бюджетное общеобразовательное учреждение;
    государственное дошкольное образовательное учреждение; государственное казенное образовательное учреждение;
    государственное казенное учреждение; государственное научно производственное предприятие;
    государственное научное учреждение; государственное образовательное учреждение;
    государственное общеобразовательное учреждение; государственное предприятие;
    государственное унитарное дочернее предприятие; государственное унитарное предприятие;
    государственное учреждение; государственный научно исследовательский институт; гоу впо; гоу ддмшв; гоу дпо;
    грамадскае абяднанне; грамадская арганізацыя; громадська організація; громадське обєднання;
    дабрачынная арганізацыя; дабрачынны фонд; державне науково виробниче підприємство;
    державне унітарне підприємство; державного унітарного підприємства;
    дочернее государственное унитарное предприятие; дочернее фгуп; дошкольное образовательное учреждение;
    дружество с ограничена отговорност; друштвено предузеће; друштво са ограниченом одговорношћу;
    европейско обединение по икономически интереси; едноличен търговец; еднолично акционерно дружество;
    еднолично дружество с ограничена отговорност; епиқ акциядорлик жамияти; закрите акціонерне товариство;
    закрытае ацыянернае таварыства; закрытоe акционерное общeство;
    закрытый комбинированный паевой инвестиционный фонд; закрытый паевой инвестиционный фонд;
    индивидуальный предприниматель; иностранное общество с ограниченной ответственностью;
    интервальный комбинированный паевой инвестиционный фонд; интервальный паевой инвестиционный фонд;
    командитно дружество; командитно дружество с акции; командитно друштво; коммерческий банк;
    компания с ограниченной ответственностью; крестьянское фермерское хозяйство; крестьянское хозяйство;
    масъулияти чекланган жамият; мбу до; местная общественная организация;
    местная православная религиозная организация; местная религиозная организация; мк доу; моо ппо гуп;
    муниципальное бюджетное образовательное учреждение; муниципальное бюджетное общеобразовательное учреждение;
    муниципальное казенное учреждение; муниципальное образовательное учреждение;
    муниципальное общеобразовательное бюджетное учреждение; муниципальное унитарное предприятие;
    небанковская кредитная организация; негосударственная некоммерческая организация; негосударственная организация;
    недержавна організація; недзяржаўная арганізацыя; некомерційна організація; некоммерческая организация;
    некоммерческая организация фонд; некоммерческое партнерство; непубличное акционерное общество;
    неурядова організація; ноу дпо; ночу дпо; областная общественная организация; общественная организация;
    общественное объединение; общественный фонд; общество с дополнительной ответственностью;
    общество с ограниченной от; общество с ограниченной ответственностью;
    общество с ограниченной ответственностью торговый дом; общество с ограниченной ответственностью фирма;
    объединение юридических лиц; объединенная первичная профсоюзная организация;
    объединенная территориальная профсоюзная организация; оилавий корхона; окружное государственное учреждение;
    организация научного обслуживания и социальной сферы; ортачко друштво;
    отдел государственной противопожарной службы; открытое акционергое общество; открытое акционернoe общество;
    оу дпо; партнерство с ограниченной ответственностью; первичная профсоюзная общественная организация;
    первичная профсоюзная организация; полное товарищество; поп обгуз; потребительский кооператив; ппо гбоу;
    ппо гбу; ппо гоуспо; ппо гуп; ппо оао; ппо псрз; ппо фбу; ппо фгбоу во; ппо фгбу; ппо фгуп; ппо фку; ппоо ао;
    предприниматель без образования юридического лица; приватна військова компанія; приватне акціонерне товариство;
    приватне підприємство; производственный кооператив; профессиональное образовательное учреждение;
    профсоюзная организация работников; прыватнае унітарнае прадпрыемства; публично акционерно дружество;
    публичное акционерное общество; публічне акціонерне товариство; расчетная небанковская кредитная организация;
    религиозная организация; садоводческое некоммерческое товарищество;
    сельскохозяйственный производственный кооператив; страховая акционеркомпания; страховая акционерная компания;
    субъект предпринимательской деятельности; субєкт підприємницької діяльності; събирателно дружество;
    събирателно дружество сд съдружие; таварыства з абмежаванай адказнасцю; таварыства з дадатковай адказнасцю;
    товариство з обмеженою відповідальністю; товарищество собственников жилья;
    товарищество собственников недвижимости; төрийн бус байгууллага; унитар корхона; унитарное предприятие;
    унітарнае прадпрыемства; фгаоу во; фгаоу дпо; фгбвоу во; фгбоу во; фгбоу дпо; фгбу дпо; фгквоу во; фгквоу впо;
    фгкоу дпо; фгоу впо; фгоу дпо; федеральне державне унітарне підприємство;
    федеральное государственное бюджетное учреждение; федеральное государственное казенное учреждение;
    федеральное государственное научное учреждение; федеральное государственное унитарное предприятие;
    федеральное государственное учреждение; федеральное казенное предприятие; федеральное казенное учреждение;
    физическое лицо предприниматель; фізична особа підприємець; хувьцаат компани; хусусий корхона;
    хусусий тадбиркорлик; хязгаарлагдмал хариуцлагатай компани; центральная религиозная организация;
    частная военная компания; частная компания с ответственностью; частное предприятие;
    індывідуальны прадпрымальнік; јавно предузеће; қўшимча масъулиятли жамият; қўшма корхона; المساهمة المحدودة;
    ش ركة ذات مسؤولي ات محدودة شمم; ش ركة فردية ذات مسؤولي ات محدودة; شركة خفية الإسم; شـركـة الـمـسـاهـمـة;
    منظمة غير حكومية; დახურული სააქციო საზოგადოება; სააქციო საზოგადოება; შეზღუდული პასუხისმგებლობის საზოგადოება;
    ሃላፊነቱ የተወሰነ የግል ማህበር; ህብረት ስራ ማህበራት; አክሲዩን ማህበር; የመንግስት ልማት ድርጅቶች
"""
"""Forms of several words, separated by semicolons."""
