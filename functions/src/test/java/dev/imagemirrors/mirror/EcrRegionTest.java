package dev.imagemirrors.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcrRegionTest {
  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.us-east-1.amazonaws.com, us-east-1",
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app, eu-west-1",
    "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/team, us-gov-west-1",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/team, cn-north-1",
    "123456789012.dkr-ecr.us-west-2.on.aws/team, us-west-2",
    "123456789012.dkr-ecr-fips.us-west-2.on.aws/team, us-west-2"
  })
  void findsTheRegionOfAnEcrRegistry(String location, String region) {
    assertThat(EcrRegion.of(location)).contains(region);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quay.io/team",
        "public.ecr.aws/team",
        "12345.dkr.ecr.us-east-1.amazonaws.com/team",
        "12345678901x.dkr.ecr.us-east-1.amazonaws.com/team",
        "123456789012.dkr.ecr.us-east-1.example.com/team",
        "123456789012.dkr.ecs.us-east-1.amazonaws.com/team",
        "123456789012.s3.ecr.us-east-1.amazonaws.com/team",
        "123456789012.dkr-ecr.us-east-1.amazonaws.com/team",
        "123456789012.dkr.ecr",
        "mirror.corp.com/123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "123456789012"
      })
  void findsNoRegionInOtherNames(String location) {
    assertThat(EcrRegion.of(location)).isEmpty();
  }
}
