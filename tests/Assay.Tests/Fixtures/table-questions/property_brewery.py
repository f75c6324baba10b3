"""Answers of the sets k-property and k-brewery, worked out over the rows as they are read back from the files that were written.

Tables and questions are by somebody who did not know how questions are read.
"""
import collections,csv,json,os,random,re,datetime as dt

HERE=os.path.dirname(os.path.abspath(__file__))
D=dt.date
def at(*p): return os.path.join(HERE,*p)
def w(p,h,rows):
    os.makedirs(os.path.dirname(at(p)),exist_ok=True)
    with open(at(p),'w',newline='',encoding='utf-8') as f:
        c=csv.writer(f,lineterminator='\n');c.writerow(h);c.writerows(rows)
def long(d): return f"{d.day} {d.strftime('%b %Y')}"


def property_tables():
    R=random.Random(4711)
    B=[("B1","Linden Court","Lindenstraße 14","Nordstadt",1974,6,"yes","Carla Weiss","D"),
    ("B2","Harbour House","Kaiweg 3","Hafen",2008,9,"yes","Tobias Renner","B"),
    ("B3","The Mill","Mühlgasse 22","Altstadt",1911,4,"no","Carla Weiss","F"),
    ("B4","Rosengarten","Rosenweg 7","Südviertel",1988,5,"yes","Imke Duarte","C"),
    ("B5","Station Square","Bahnhofplatz 1","Zentrum",2016,11,"yes","Tobias Renner","A"),
    ("B6","Old Bakery","Ofengasse 9","Altstadt",1926,3,"no","Imke Duarte","E"),
    ("B7","Westpark Terrace","Parkallee 55","Westend",1999,7,"yes","Samuel Okafor","C"),
    ("B8","Glockenhof","Glockenplatz 12","Zentrum",1958,5,"no","Samuel Okafor","D")]
    w('k-property/buildings.csv',["Building ID","Name","Street","District","Year built","Floors","Lift","Manager","Energy class"],B)
    first="Anna Ben Chiara David Elif Farid Greta Hugo Ines Jonas Katja Luca Mira Nils Olga Pavel Rita Sven Tara Umut Vera Willem Yara Zoe Aisha Bruno Dora Emil Fiona Georg Hanna Ivo".split()
    last="Albrecht Bauer Costa Demir Ekström Fischer Gallo Haas Ivanov Jung Keller Lorenz Marković Novak Oduya Petersen Quint Rossi Schmid Thaler Urban Vogel Wirth Yilmaz Zeller".split()
    firms=["Café Morgenrot","Optik Brandt","Papierladen Sommer","Kern & Partner Tax Advisers","Studio Nova Architects","Velo Blitz","Dental Lab Ruiz","Pixelwerk GmbH","Bäckerei Olschewski","Yoga Loft","Hummel Logistics","Lex Legal"]
    R.shuffle(firms); fi=iter(firms)
    names=set();people=[]
    while len(people)<80:
        n=R.choice(first)+" "+R.choice(last)
        if n not in names and sum(x.split()[1]==n.split()[1] for x in people)<5: names.add(n);people.append(n)
    pi=iter(people)
    rows=[];apt=[];used=set()
    ref=D(2025,6,30)
    psm={"B1":11.2,"B2":15.8,"B3":12.1,"B4":12.9,"B5":17.4,"B6":11.8,"B7":13.6,"B8":13.1}
    types=["apartment"]*54+["office"]*7+["shop"]*5+["parking"]*16+["storage"]*8
    order=types[:];R.shuffle(order)
    starts=sorted(D(2019,1,1)+dt.timedelta(days=R.randrange(0,2420)) for _ in order)
    i=0
    for t,s in zip(order,starts):
        i+=1
        s=s.replace(day=R.choice([1,1,1,1,15]))
        b=R.choices([x[0] for x in B],[14,16,9,12,18,7,14,10])[0]
        if t in("shop","office"): ten=next(fi)
        elif t in("parking","storage") and apt and R.random()<.6:
            o=R.choice(apt);ten,b=o
        else: ten=next(pi)
        rooms="";pets="no"
        if t=="apartment":
            apt.append((ten,b));rooms=R.choices([1,2,3,4,5],[3,6,6,3,1])[0]
            area=round(rooms*21+R.uniform(6,22),1);rent=round(area*psm[b]*R.uniform(.95,1.12)/5)*5
            pets=R.choices(["yes","no"],[3,7])[0]
        elif t=="office": area=round(R.uniform(60,240),1);rent=round(area*psm[b]*1.25/10)*10
        elif t=="shop": area=round(R.uniform(45,140),1);rent=round(area*psm[b]*1.5/10)*10
        elif t=="parking": area=12.5;rent=R.choice([55,60,65,70,75,80,95])
        else: area=round(R.uniform(4,14),1);rent=round(area*6+R.choice([0,5,10]))
        while True:
            fl=[x for x in B if x[0]==b][0][5]
            u=({"apartment":f"{R.randint(1,fl)}.{R.randint(1,5):02d}","office":f"O{R.randint(1,9)}","shop":f"S{R.randint(1,4)}","parking":f"P{R.randint(1,40)}","storage":f"K{R.randint(1,20)}"})[t]
            if (b,u) not in used: used.add((b,u));break
        e=None
        if R.random()<.68:
            e=D(s.year+R.choice([1,2,2,3,3,4,5]),s.month,s.day)-dt.timedelta(days=1)
        if s>ref: st="upcoming"
        elif e and e<=ref: st="ended"
        elif e and e<=D(2025,12,31) and R.random()<.75: st="notice given"
        else: st="active"
        dep="" if t in("parking","storage") or R.random()<.06 else f"€{rent*3:,.2f}"
        pay=R.choices(["direct debit","standing order","bank transfer"],[6,3,3])[0]
        rows.append((f"L-{1000+i}",b,u,ten,t,rooms,f"{area} m²",s.isoformat(),e.isoformat() if e else "",f"€{rent:,.2f}",dep,st,pets if t=="apartment" else "no",pay))
    w('k-property/leases.csv',["Lease No","Building ID","Unit","Tenant","Type","Rooms","Area","Start date","End date","Monthly rent","Deposit","Status","Pets","Payment method"],rows)
    kinds=["fire safety","elevator","electrical","roof","drinking water"]
    ins=["Marlies Gruber","Dr. Tan Boateng","Piet van Loon"]
    days=sorted(R.sample(range(0,300),26));ir=[]
    for n,d in enumerate(days,1):
        date=D(2024,10,1)+dt.timedelta(days=d)
        b=R.choice(B)
        k=R.choice([x for x in kinds if x!="elevator" or b[6]=="yes"])
        res=R.choices(["passed","failed","follow-up needed"],[6,2,3])[0]
        sc="" if R.random()<.12 else f"{R.randint(45,65) if res=='failed' else R.randint(66,79) if res!='passed' else R.randint(80,99)}%"
        ir.append((f"I{n:02d}",b[0],long(date),k,R.choice(ins),res,sc,f"€{R.randrange(180,960,5)}.00"))
    w('k-property/inspections.csv',["Inspection","Building ID","Date","Kind","Inspector","Result","Score","Fee"],ir)


def brewery_tables():
    R=random.Random(99)
    beers=[("HB01","Harvest Bitter","Bitter","3.8%",32,"no","2014","£92.00"),
    ("GS02","Grey Seal Stout","Stout","4.9%",38,"no","2015","£108.00"),
    ("PL03","Pale Lantern","Pale Ale","4.2%",35,"no","2016","£98.00"),
    ("IP04","Ironbridge IPA","IPA","6.1%",62,"no","2017","£124.00"),
    ("LG05","Lockkeeper Lager","Lager","4.4%",20,"no","2018","£96.00"),
    ("WB06","Wheat Meadow","Wheat Beer","4.7%",14,"no","2019","£102.00"),
    ("DB07","Dubbel Trouble","Belgian Dubbel","7.2%",22,"no","2019","£142.00"),
    ("XM08","Frostfire Winter Ale","Strong Ale","6.8%",30,"yes","2018","£136.00"),
    ("SU09","Saltwater Gose","Sour","4.0%",8,"yes","2021","£118.00"),
    ("PK10","Pumpkin Lane","Spiced Ale","5.2%",24,"yes","2020","£112.00"),
    ("AF11","Driver's Mate","Low Alcohol","0.5%",25,"no","2022","£84.00"),
    ("DI12","Double Anchor","IPA","8.0%",78,"no","2023","£158.00")]
    w('k-brewery/beers.csv',["Code","Beer","Style","Target ABV","IBU","Seasonal","Launched","Keg price"],beers)
    br=["Maggie Thorne","Owen Pritchard","Lucia Ferrer","Dev Banerjee"]
    tanks=["FV1","FV2","FV3","FV4","FV5","FV6"]
    days=sorted(R.randrange(0,273) for _ in range(100));rows=[]
    for n,d in enumerate(days,1):
        date=D(2025,1,6)+dt.timedelta(days=d)
        b=R.choices(beers,[12,9,14,13,12,7,4,4,4,5,6,5])[0]
        if b[0]=="XM08" and 3<=date.month<=8: b=beers[2]
        if b[0]=="PK10" and date.month<7: b=beers[0]
        if b[0]=="SU09" and date.month<4: b=beers[4]
        tk=R.choice(tanks);vol={"FV1":20,"FV2":20,"FV3":30,"FV4":30,"FV5":40,"FV6":40}[tk]-R.randint(0,25)/10
        style=b[2];dry="yes" if style in("IPA",) or (style=="Pale Ale" and R.random()<.5) else "no"
        pk=date+dt.timedelta(days=R.randint(28,42) if style=="Lager" else R.randint(13,24))
        dump=R.random()<.07
        if dump: st="dumped";pk=None
        elif pk<=D(2025,10,6): st="packaged"
        else: st="conditioning" if (D(2025,10,6)-date).days>9 else "fermenting";pk=None
        abv="" if st=="fermenting" else f"{max(.3,float(b[3][:-1])+R.randint(-3,3)/10):.1f}%"
        score="" if st!="packaged" or R.random()<.12 else R.randint(61,97)
        cost=round(vol*(9+float(b[3][:-1])*2.2)*R.uniform(.93,1.09),2)
        fmt="" if st!="packaged" else R.choices(["kegs","cans","bottles","casks"],[5,4,2,3])[0]
        rows.append((f"BR-{n:03d}",b[0],long(date),R.choices(br,[5,4,3,3])[0],tk,f"{vol:.1f}",abv,f"{R.randint(70,89)}%",dry,f"£{cost:,.2f}",st,long(pk) if pk else "",fmt,score))
    w('k-brewery/batches.csv',["Batch","Beer code","Brewed on","Brewer","Tank","Volume (hl)","ABV","Efficiency","Dry hopped","Ingredient cost","Status","Packaged on","Format","Taste score"],rows)
    pubs=[("The Crooked Billet","Ludlow"),("Fox & Anvil","Telford"),("Railway Tavern","Shrewsbury"),("The Boathouse","Bridgnorth"),("Queen's Head","Shrewsbury"),("Taproom No. 9","Telford"),("The Plume","Much Wenlock"),("King's Arms","Ludlow")]
    evs=["Tap takeover","Tasting evening","Food pairing","Meet the brewer","Quiz night"]
    days=sorted(R.sample(range(0,270),28));er=[]
    for n,d in enumerate(days,1):
        date=D(2025,1,10)+dt.timedelta(days=d);p=R.choice(pubs);can=R.random()<.15
        t=R.choice([0,0,8,10,12,15,20,25]);g="" if can else R.randint(14,96)
        er.append((f"E{n:02d}",date.isoformat(),p[0],p[1],R.choice(evs),R.choice(beers)[0],R.choice(br),g,f"£{t:.2f}","" if can else f"£{R.randrange(220,2600,10):,.2f}","yes" if can else "no"))
    w('k-brewery/events.csv',["Event","Date","Venue","Town","Kind","Featured beer","Host","Guests","Ticket price","Bar sales","Cancelled"],er)


def load(set_,f):
    out=[]
    for i,r in enumerate(csv.DictReader(open(at(set_,f+'.csv'),encoding='utf-8')),1):
        r['_']=f'{f}:{i}';out.append(r)
    return out
def num(s):
    s=re.sub(r'[^0-9.\-]','',s.replace('m²',''));return float(s) if s else None
def day(s):
    if not s: return None
    return D.fromisoformat(s) if re.match(r'\d{4}-',s) else dt.datetime.strptime(s,'%d %b %Y').date()
def fix(x):
    if isinstance(x,float):
        x=round(x,9);return int(x) if x==int(x) else x
    if isinstance(x,(list,tuple)): return [fix(y) for y in x]
    return x
class S:
    def __init__(s,name): s.n=name;s.q=[];s.kinds=collections.Counter()
    def add(s,kind,q,a,rows):
        ids=[r if isinstance(r,str) else r['_'] for r in rows];assert ids and len(ids)==len(set(ids)),q
        s.kinds[kind]+=1;s.q.append({"id":f"k-{s.n}-{len(s.q)+1:02d}","question":q,"answer":fix(a),"rows":ids})
    def cnt(s,q,rows,k="count"): s.add(k,q,len(rows),rows)
    def tot(s,q,rows,c,k="sum"): rows=[r for r in rows if r[c]];s.add(k,q,sum(num(r[c]) for r in rows),rows)
    def avg(s,q,rows,c,k="sum"): rows=[r for r in rows if r[c]];s.add(k,q,sum(num(r[c]) for r in rows)/len(rows),rows)
    def lst(s,q,rows,c,k="list"): s.add(k,q,list(dict.fromkeys(r[c] for r in rows)),rows)
    def top(s,q,rows,c,out,n=1,rev=True,key=num,k="max"):
        rows=sorted((r for r in rows if r[c]),key=lambda r:key(r[c]),reverse=rev)
        assert len(rows)==n or key(rows[n-1][c])!=key(rows[n][c]),("tie",q)
        rows=rows[:n];a=[num(r[out]) if out==c and key is num else r[out] for r in rows]
        s.add(k,q,a[0] if n==1 else a,rows)
    def most(s,q,rows,g,k="max",extra=lambda v:(v,[])):
        c=collections.Counter(r[g] for r in rows).most_common();assert c[0][1]!=c[1][1],("tie",q,c)
        v,e=extra(c[0][0]);s.add(k,q,v,[r for r in rows if r[g]==c[0][0]]+e)
    def grp(s,q,rows,g,f,c=None,k="group"):
        if c: rows=[r for r in rows if r[c]]
        d={}
        for r in rows: d.setdefault(r[g],[]).append(r)
        s.add(k,q,[[x,f([num(r[c]) for r in y]) if c else len(y)] for x,y in sorted(d.items())],rows)
    def save(s):
        print("k-"+s.n,len(s.q));assert len(s.q)==50
        with open(at('k-'+s.n,'questions.jsonl'),'w',encoding='utf-8') as f:
            for x in s.q: f.write(json.dumps(x,ensure_ascii=False)+'\n')
mean=lambda v:sum(v)/len(v)
def F(rows,**k): return [r for r in rows if all(r[a.replace('_',' ')]==b for a,b in k.items())]
def bt(rows,c,a,b): return [r for r in rows if r[c] and a<=day(r[c])<=b]


def property_questions():
    P=S('property');L=load('k-property','leases');B=load('k-property','buildings');I=load('k-property','inspections')
    bd={b['Building ID']:b for b in B};act=F(L,Status='active');ap=F(L,Type='apartment')
    P.cnt("How many leases are active right now?",act)
    P.cnt("how many of our leases started before 2020",bt(L,'Start date',D(1900,1,1),D(2019,12,31)))
    P.cnt("Number of lease contracts for 3-room apartments?",F(ap,Rooms='3'))
    P.cnt("How many leases began in 2022?",bt(L,'Start date',D(2022,1,1),D(2022,12,31)))
    P.cnt("Hi, quick one for the pet policy meeting: how many active apartment leases have pets in them?",F(act,Type='apartment',Pets='yes'))
    P.cnt("How many contracts have no end date at all?",F(L,End_date=''))
    P.cnt("How many of the active leases started since June 2024?",bt(act,'Start date',D(2024,6,1),D(2099,1,1)))
    P.cnt("how many leases paid by standing order have a monthly rent above 1,000 euros?",[r for r in F(L,Payment_method='standing order') if num(r['Monthly rent'])>1000])
    P.cnt("How many inspections failed?",F(I,Result='failed'))
    P.cnt("How many roof inspections took place between 1 March and 30 June 2025?",bt(F(I,Kind='roof'),'Date',D(2025,3,1),D(2025,6,30)))
    P.cnt("How many leases ran out in 2024?",bt(L,'End date',D(2024,1,1),D(2024,12,31)))
    P.cnt("how many buidings have no lift?",F(B,Lift='no'))
    P.tot("What is the total monthly rent of all active leases?",act,'Monthly rent')
    P.avg("avg monthly rent of 2-room apartments, across all leases whatever their status",F(ap,Rooms='2'),'Monthly rent')
    P.tot("How much in fees did Marlies Gruber's inspections cost altogether?",F(I,Inspector='Marlies Gruber'),'Fee')
    P.tot("Could you add up the deposits for the active leases in building B5, please?",F(act,Building_ID='B5'),'Deposit')
    P.avg("What's the average area of the shops (every shop lease, no matter the status)?",F(L,Type='shop'),'Area')
    P.tot("What do the active parking spaces bring in per month?",F(act,Type='parking'),'Monthly rent')
    P.avg("average score in fire safety inspections?",F(I,Kind='fire safety'),'Score')
    P.tot("how many square metres of office space are under active leases",F(act,Type='office'),'Area')
    P.tot("What did we spend on inspections in March 2025?",bt(I,'Date',D(2025,3,1),D(2025,3,31)),'Fee')
    P.avg("Mean deposit for apartments with 5 rooms?",F(ap,Rooms='5'),'Deposit')
    P.top("Which lease has the highest monthly rent, ended ones included?",L,'Monthly rent','Lease No')
    P.top("Who is the tenant of the cheapest active apartment?",F(act,Type='apartment'),'Monthly rent','Tenant',rev=False)
    P.top("Give me the lease numbers of the three biggest units by area",L,'Area','Lease No',3)
    P.top("What's our oldest building?",B,'Year built','Name',rev=False)
    P.top("Which inspection got the worst score?",I,'Score','Inspection',rev=False)
    P.most("Which payment method is the most common one among our active leases?",act,'Payment method')
    P.top("What is the largest deposit on any upcoming lease?",F(L,Status='upcoming'),'Deposit','Deposit')
    P.top("top 5 apartment tenants by monthly rent, only active leases",F(act,Type='apartment'),'Monthly rent','Tenant',5)
    P.lst("Which leases end between 1 January and 30 June 2025?",bt(L,'End date',D(2025,1,1),D(2025,6,30)),'Lease No')
    P.lst("List the tenants of the active shop leases",F(act,Type='shop'),'Tenant')
    P.lst("which buildings are in the Zentrum district?",F(B,District='Zentrum'),'Name')
    P.lst("Which contracts run out in 2026?",bt(L,'End date',D(2026,1,1),D(2026,12,31)),'Lease No')
    P.lst("Who are the tenants that haven't moved in yet, i.e. with an upcoming lease?",F(L,Status='upcoming'),'Tenant')
    P.lst("Inspections in B1 which still need a follow-up?",F(I,Building_ID='B1',Result='follow-up needed'),'Inspection')
    P.lst("Show me every lease number that expires in Q4 2025.",bt(L,'End date',D(2025,10,1),D(2025,12,31)),'Lease No')
    P.grp("How many leases do we have per type?",L,'Type',len)
    P.grp("total monthly rent from active leases by building ID",act,'Building ID',sum,'Monthly rent')
    P.grp("Number of inspections for each result",I,'Result',len)
    P.grp("What is the average monthly rent per number of rooms, for active apartments only?",F(act,Type='apartment'),'Rooms',mean,'Monthly rent')
    P.grp("Inspection fees split by inspector pls",I,'Inspector',sum,'Fee')
    P.cnt("How many active leases are in buildings managed by Carla Weiss?",[r for r in act if bd[r['Building ID']]['Manager']=='Carla Weiss'],"join")
    P.tot("What's the total monthly rent of the active leases in the Altstadt district?",[r for r in act if bd[r['Building ID']]['District']=='Altstadt'],'Monthly rent',"join")
    P.lst("Which tenants have an active apartment lease in a building without a lift?",[r for r in F(act,Type='apartment') if bd[r['Building ID']]['Lift']=='no'],'Tenant',"join")
    P.cnt("how many failed inspections were in buildings built before 1990?",[r for r in F(I,Result='failed') if int(bd[r['Building ID']]['Year built'])<1990],"join")
    P.most("What is the name of the building with the most active leases?",act,'Building ID',"join",lambda v:(bd[v]['Name'],[]))
    o=F(act,Type='office');h=F(act,Type='shop')
    P.add("cmp","How much more monthly rent do active offices bring in than active shops?",sum(num(r['Monthly rent']) for r in o)-sum(num(r['Monthly rent']) for r in h),o+h)
    P.add("cmp","What percentage of all leases is paid by direct debit?",100*len(F(L,Payment_method='direct debit'))/len(L),F(L,Payment_method='direct debit'))
    a=bt(L,'Start date',D(2022,1,1),D(2022,12,31));b=bt(L,'Start date',D(2021,1,1),D(2021,12,31));assert len(a)>len(b)
    P.add("cmp","How many more leases started in 2022 than in 2021?",len(a)-len(b),a+b)
    P.save()


def brewery_questions():
    K=S('brewery');T=load('k-brewery','batches');Z=load('k-brewery','beers');E=load('k-brewery','events')
    zd={z['Code']:z for z in Z};Y=2025
    def on(rows,c,m1,d1,m2,d2): return bt(rows,c,D(Y,m1,d1),D(Y,m2,d2))
    N=F(E,Cancelled='no')
    K.cnt("How many batches has Maggie Thorne brewed?",F(T,Brewer='Maggie Thorne'))
    K.cnt("how many brews did we do in March?",on(T,'Brewed on',3,1,3,31))
    K.cnt("How many batches had to be dumped?",F(T,Status='dumped'))
    K.cnt("count of dry hopped batches in FV6",F(T,Tank='FV6',Dry_hopped='yes'))
    K.cnt("How many keg batches got a taste score of 80 or better?",[r for r in F(T,Format='kegs') if r['Taste score'] and num(r['Taste score'])>=80])
    K.cnt("How many batches have been brewed since 1 June 2025?",on(T,'Brewed on',6,1,12,31))
    K.cnt("How many batches did we brew in the last week of August 2025?",on(T,'Brewed on',8,25,8,31))
    K.cnt("For the quality report I need to know how many packaged batches are missing a taste score.",F(T,Status='packaged',Taste_score=''))
    K.cnt("how many batches had an efficency below 72%?",[r for r in T if num(r['Efficiency'])<72])
    K.cnt("How many events were cancelled?",F(E,Cancelled='yes'))
    K.cnt("How many events in Shrewsbury had more than 50 guests?",[r for r in F(E,Town='Shrewsbury') if r['Guests'] and num(r['Guests'])>50])
    K.cnt("How many of our beers are seasonal ones?",F(Z,Seasonal='yes'))
    K.tot("Total volume brewed in Q2 2025, in hl?",on(T,'Brewed on',4,1,6,30),'Volume (hl)')
    K.tot("What did the ingredients cost for everything brewed in July?",on(T,'Brewed on',7,1,7,31),'Ingredient cost')
    K.avg("average taste score for batches packaged in casks",F(T,Format='casks'),'Taste score')
    K.avg("What is the average ABV of the DI12 batches?",F(T,Beer_code='DI12'),'ABV')
    K.tot("How many guests came to our tasting evenings in total?",F(E,Kind='Tasting evening'),'Guests')
    K.tot("bar sales in Ludlow, total",F(E,Town='Ludlow'),'Bar sales')
    K.tot("How many hectolitres did we lose to dumped batches?",F(T,Status='dumped'),'Volume (hl)')
    K.avg("Mean efficiency across Owen Pritchard's batches?",F(T,Brewer='Owen Pritchard'),'Efficiency')
    K.tot("how much have we spent on ingredients for AF11",F(T,Beer_code='AF11'),'Ingredient cost')
    K.avg("Could you tell me the average bar takings of the events held between 1 April and 31 May 2025?",on(E,'Date',4,1,5,31),'Bar sales')
    K.top("Which batch had the highest ingredient cost?",T,'Ingredient cost','Batch')
    K.top("Which batches share the best taste score?",T,'Taste score','Batch',2)
    K.most("Who has brewed the most batches?",T,'Brewer')
    K.top("whats the bitterest beer we make (IBU)?",Z,'IBU','Beer')
    K.top("Which event had the best bar sales?",E,'Bar sales','Event')
    K.most("Which beer code was brewed most often?",T,'Beer code')
    K.top("Name the 3 events with the most guests",E,'Guests','Event',3)
    K.top("Which beer has the lowest keg price?",Z,'Keg price','Beer',rev=False)
    K.lst("Which batches are still fermenting?",F(T,Status='fermenting'),'Batch')
    K.lst("which batches were packaged in October 2025?",on(T,'Packaged on',10,1,10,31),'Batch')
    K.lst("List the batches Lucia Ferrer brewed in May",on(F(T,Brewer='Lucia Ferrer'),'Brewed on',5,1,5,31),'Batch')
    K.lst("Which beers have an IBU over 35?",[z for z in Z if num(z['IBU'])>35],'Beer')
    K.lst("At which venues have we put on a food pairing? Include cancelled ones.",F(E,Kind='Food pairing'),'Venue')
    K.lst("Show all batches of 39.5 hl or more",[r for r in T if num(r['Volume (hl)'])>=39.5],'Batch')
    K.lst("What events did Dev Banerjee host?",F(E,Host='Dev Banerjee'),'Event')
    K.grp("How many batches per brewer?",T,'Brewer',len)
    K.grp("Total volume in hl by tank",T,'Tank',sum,'Volume (hl)')
    K.grp("average taste score for each packaging format",[r for r in T if r['Format']],'Format',mean,'Taste score')
    K.grp("Can I get the total number of guests per kind of event?",E,'Kind',sum,'Guests')
    K.grp("batches broken down by status",T,'Status',len)
    K.cnt("How many batches of IPA-style beers did we brew?",[r for r in T if zd[r['Beer code']]['Style']=='IPA'],"join")
    K.tot("What was the total ingredient cost for batches of seasonal beers?",[r for r in T if zd[r['Beer code']]['Seasonal']=='yes'],'Ingredient cost',"join")
    K.avg("average taste score of Grey Seal Stout?",[r for r in T if zd[r['Beer code']]['Beer']=='Grey Seal Stout'],'Taste score',"join")
    K.lst("which dumped batches were of beers launched in 2018 or later?",[r for r in F(T,Status='dumped') if int(zd[r['Beer code']]['Launched'])>=2018],'Batch',"join")
    K.tot("How many guests attended events featuring Pumpkin Lane?",[r for r in E if zd[r['Featured beer']]['Beer']=='Pumpkin Lane'],'Guests',"join")
    a=on(T,'Brewed on',1,1,3,31);b=on(T,'Brewed on',7,1,9,30);v=lambda x:sum(num(r['Volume (hl)']) for r in x)
    K.add("cmp",f"How much {'more' if v(b)>v(a) else 'less'} volume (hl) did we brew in Q3 2025 than in Q1 2025?",abs(v(b)-v(a)),a+b)
    K.add("cmp","What share of all batches, in percent, was dry hopped?",100*len(F(T,Dry_hopped='yes'))/len(T),F(T,Dry_hopped='yes'))
    a=F(E,Kind='Tap takeover',Cancelled='no');b=F(E,Kind='Quiz night',Cancelled='no')
    x=lambda z:sum(num(r['Bar sales']) for r in z)
    assert x(a)>x(b)
    K.add("cmp","What's the difference between the total bar sales of tap takeovers and quiz nights?",x(a)-x(b),a+b)
    K.save()


def make():
    property_tables()
    property_questions()
    brewery_tables()
    brewery_questions()


if __name__ == "__main__":
    make()
